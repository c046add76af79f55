import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../support/temp-folder.ts';

test('one start of the server leaves compiled modules, and nothing else', async () => {
  const [cache, temporary] = [await tempFolder(), await tempFolder()];
  const script = resolve(import.meta.dirname, '../../scripts/first-start.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--prepare'], {
    // Settings of the machine have no say: this server could not start with them.
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: cache,
      TMPDIR: temporary,
      PORT: 'none',
      DATA_DIR: '/proc',
    },
    encoding: 'utf8',
  });
  assert.deepEqual([status, stderr], [0, '']);
  assert.match(stdout, /^The server was started once, to keep its compiled modules, in [\d.]+ s\n$/);
  const kept = readdirSync(cache, { recursive: true });
  // The sources alone are more than 400 modules.
  assert.ok(kept.length > 400, `${kept.length} compiled modules`);
  const texts = kept.map((name) => join(cache, String(name))).filter((path) => statSync(path).isFile());
  assert.ok(
    texts.some((path) => readFileSync(path, 'latin1').includes('RedisStartPermits')),
    'those of processes scaled out',
  );
  assert.deepEqual(readdirSync(temporary), []);
});
