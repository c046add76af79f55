/** A start says at once what is wrong with each of its servers. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const BIN = fileURLToPath(new URL('../../bin/backend2.js', import.meta.url));

test('neither MongoDB nor Redis answers: both are named, and a signal ends the start', async () => {
  const env = {
    ...{ PATH: process.env.PATH, DATA_DIR: await tempFolder(), PORT: '0' },
    ...{ MONGODB_URL: 'mongodb://127.0.0.1:1/', REDIS_URL: 'redis://127.0.0.1:2' },
  };
  const child = spawn(process.execPath, [BIN, 'web'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => {
      text += part;
    });
  await waitFor(() => /MongoDB at 127\.0\.0\.1:1/.test(text) && /Redis at 127\.0\.0\.1:2/.test(text), {
    timeout_ms: 15_000,
  });
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
});
