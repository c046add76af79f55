import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { threadEnv } from '../../../src/processes/thread-env.ts';
import { readSettings } from '../../../src/settings.ts';

test('threads get the environment without secrets, and a compile cache of their own', () => {
  const environment = {
    PATH: '/usr/bin',
    SECRET_KEY: 'a secret of sixteen',
    NODE_OPTIONS: '--max-old-space-size=64',
    NODE_COMPILE_CACHE: join('folder', 'cache'),
  };
  const { IMAGE_PROVIDER, IMAGE_BASE_URL, IMAGE_MODEL, ...env } = threadEnv(
    readSettings(environment),
    environment,
  );
  assert.ok(IMAGE_PROVIDER && IMAGE_BASE_URL && IMAGE_MODEL);
  assert.deepEqual(env, { PATH: '/usr/bin', NODE_COMPILE_CACHE: join('folder', 'cache', 'threads') });
  assert.equal('NODE_COMPILE_CACHE' in threadEnv(readSettings({}), {}), false);
});
