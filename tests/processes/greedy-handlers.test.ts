import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Backend, signIn, startBackend } from '../support/backend.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/** What must cost its own item at most. */
const TYPE = `
import { openSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
const kept = [];
const GREEDY = {
  print() {
    for (let at = 0; at < 8_000; at += 1) console.error('printed ' + at + ' '.repeat(200));
    for (let at = 0; at < 300; at += 1) process.emitWarning('warned ' + at);
  },
  post() {
    for (let at = 0; at < 3; at += 1) parentPort.postMessage(new Uint8Array(50e6));
  },
  async buffers() {
    for (let at = 0; at < 20; at += 1) kept.push(Buffer.alloc(1e8));
    await new Promise((resolve) => setTimeout(resolve, 30_000));
  },
  files() {
    try {
      for (;;) kept.push(openSync('/dev/null'));
    } catch ({ code }) {
      return code;
    }
  },
};
export default {
  type: 'greedy',
  attempts: 1,
  params: { type: 'object', properties: { does: { type: 'string' } }, additionalProperties: false },
  run: ({ does }) => GREEDY[does](),
};
`;

let backend: Backend;
let client: Awaited<ReturnType<typeof signIn>>;

before(async () => {
  const types = await tempFolder();
  writeFileSync(join(types, 'greedy.mjs'), TYPE);
  backend = await startBackend({ env: { TASK_TYPES_DIR: types }, open_files: 400 });
  client = await signIn(backend.url);
});
after(() => backend.stop());

async function ended(type: string, params: object) {
  const { id } = await client.ok('POST', '/tasks/', { type, params });
  return waitFor(async () => {
    const task = await client.ok('GET', `/tasks/${id}`);
    return /completed|failed/.test(task.status) && task;
  });
}

test('a handler that prints in a loop fills neither the log nor the event loop', async () => {
  assert.equal((await ended('greedy', { does: 'print' })).status, 'completed');
  await waitFor(() => backend.lines.some((line) => line.includes('warned 299')), { what: 'the last line' });
  const printed = backend.lines.filter((line) => /printed|warned/.test(line)).length;
  assert.ok(printed > 100 && printed < 7_000, `${printed} of 8,300 lines`);
  assert.ok(backend.lines.some((line) => /more writes were left out/.test(line)));
});

test('messages that a handler posts to the server do not reach it', async () => {
  assert.equal((await ended('greedy', { does: 'post' })).status, 'completed');
});

test('an item that holds too much in buffers fails, and says why', async () => {
  const { status, error } = await ended('greedy', { does: 'buffers' });
  assert.deepEqual([status, error.type], ['failed', 'OutOfMemory']);
  assert.match(error.message, /more than 1\.5 GiB in buffers/);
});

test('files that a handler leaves open are closed when there is no room for others', {
  skip: process.platform !== 'linux' && 'no /proc',
}, async () => {
  const task = await ended('greedy', { does: 'files' });
  assert.deepEqual([task.status, task.result], ['completed', 'EMFILE']);
  await waitFor(() => backend.lines.some((line) => line.includes('there is room for open files')), {
    what: 'room',
  });
  assert.equal((await ended('image', { prompt: 'x', size: 64 })).status, 'completed');
  assert.equal(backend.child.exitCode, null);
});
