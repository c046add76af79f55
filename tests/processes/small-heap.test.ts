/** What a server keeps of tasks is bounded by bytes: large params do not fill a small heap. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../../client/src/index.ts';
import { startBackend } from '../support/backend.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/** Its plans hold their params and what they made of them, as those of many types do. */
const TYPE = `export default {
  type: 'large', isolation: 'inline',
  params: { type: 'object', required: ['text'], properties: { text: { type: 'string' } } },
  plan({ text }) {
    const words = text.split(' ');
    return { count: 1, item: () => ({ input: text.length + words.length }) };
  },
  run: (length) => length,
};`;
/** With much less, a server spends more time on collecting garbage than on the tasks. */
const HEAP_MB = 170;
/** Without a bound, their plans would take 180 MB. */
const TASKS = 54;
const text = 'fifteen_letters '.repeat(56_000);

test(`${TASKS} tasks with params of 0.9 MB run on a heap of ${HEAP_MB} MB`, async () => {
  const types = await tempFolder();
  await writeFile(join(types, 'large.mjs'), TYPE);
  const env = {
    TASK_TYPES_DIR: types,
    NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
    ADMIN_PASSWORD: 'correct horse battery',
  };
  const server = await startBackend({ env });
  try {
    const client = new Client({ url: server.url });
    await client.signIn({ email: 'admin@example.com', password: env.ADMIN_PASSWORD });
    for (let made = 0; made < TASKS; made++) await client.api.createTask({ type: 'large', params: { text } });
    await waitFor(async () => {
      const { total } = await client.api.listTasks({ status: 'completed', page_size: 1 });
      return total === TASKS;
    });
  } finally {
    assert.equal(await server.stop(), 0);
  }
});
