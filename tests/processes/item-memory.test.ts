/** Whatever an item in a thread does with its memory, only its attempt fails: the process and the other items go on. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { signIn, startBackend } from '../support/backend.ts';
import { ended } from '../support/task-checks.ts';
import { tempFolder } from '../support/temp-folder.ts';

const TYPE = `
const ways = {
  // Each step takes as much again as there is: far more than what V8 leaves for the end of a thread.
  doubles() { let all = new Array(16_000_000).fill(1.5); for (;;) all = all.concat(all); },
  // What is alive is small: V8 collects the rest in time.
  churns() { let last; for (let at = 0; at < 15; at += 1) last = new Array(8_000_000).fill(at); return last.length; },
};
export default {
  type: 'fills', attempts: 1,
  params: { type: 'object', properties: { way: { type: 'string' } }, additionalProperties: false },
  run: ({ way }) => ways[way](),
};`;

test('an item that fills its memory in leaps fails, the server and an item beside it go on', async () => {
  const types = await tempFolder();
  writeFileSync(join(types, 'fills.mjs'), TYPE);
  const backend = await startBackend({ env: { TASK_TYPES_DIR: types } });
  const client = await signIn(backend.url);
  const create = async (type: string, params: object) =>
    (await client.ok('POST', '/tasks/', { type, params })).id as string;
  const beside = await create('wait', { seconds: 10 });
  const task = await ended(client, await create('fills', { way: 'doubles' }));
  assert.equal(task.status, 'failed');
  assert.match(task.error.message, /memory|Invalid array length/);
  assert.equal((await ended(client, await create('fills', { way: 'churns' }))).result, 8_000_000);
  assert.equal((await ended(client, beside)).status, 'completed');
  assert.equal(await backend.stop(), 0);
});
