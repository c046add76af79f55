import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Client, signIn } from '../support/backend.ts';
import { endWithParent } from '../support/end-with-parent.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const DEV = fileURLToPath(new URL('../../scripts/dev.ts', import.meta.url));

const typeThatAnswers = (answer: string) =>
  `export default { type: 'changing', params: { type: 'object' }, run: () => '${answer}' };\n`;

async function answerOf(client: Client): Promise<string> {
  const { id } = await client.ok('POST', '/tasks/', { type: 'changing', params: {} });
  const task = await waitFor(async () => {
    const now = await client.ok('GET', `/tasks/${id}`);
    return now.status === 'completed' ? now : null;
  });
  return task.result;
}

test('npm run dev starts, and starts again when a task type changes', async () => {
  const data_dir = await tempFolder();
  const types = await tempFolder();
  const module = join(types, 'changing.js');
  writeFileSync(module, typeThatAnswers('before'));
  const child = spawn(process.execPath, [DEV], {
    cwd: data_dir,
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: data_dir, TASK_TYPES_DIR: types },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const unwatch = endWithParent(child.pid as number);
  const gone = once(child, 'exit');
  const urls: string[] = [];
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (line.includes('"msg":"ready"')) urls.push(JSON.parse(line).url);
    });
  try {
    await waitFor(() => urls.length === 1, { what: 'the first start' });
    assert.equal(await answerOf(await signIn(urls[0] as string)), 'before');
    writeFileSync(module, typeThatAnswers('after'));
    await waitFor(() => urls.length === 2, { what: 'the second start' });
    assert.equal(await answerOf(await signIn(urls[1] as string)), 'after');
  } finally {
    child.kill('SIGTERM');
    await gone;
    unwatch();
  }
  assert.deepEqual(
    lines.filter((line) => line.includes('"level":60')),
    [],
  );
});
