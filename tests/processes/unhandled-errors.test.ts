import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { type Backend, signIn, startBackend } from '../support/backend.ts';
import { ended } from '../support/task-checks.ts';
import { waitFor } from '../support/wait-for.ts';

async function logged(backend: Backend, ...texts: string[]): Promise<Record<string, unknown>> {
  const found = () =>
    backend.lines.find((one) => one.startsWith('{') && texts.every((text) => one.includes(text)));
  await waitFor(found, { what: `a log line with ${texts.join(' and ')}` });
  return JSON.parse(found() ?? '');
}

test('errors that a task type leaves behind are logged with its name, and the server stays', async () => {
  const backend = await startBackend();
  const client = await signIn(backend.url);
  const run = async (type: string, does: string) =>
    (await client.ok('POST', '/tasks/', { type, params: { does } })).id as string;
  const left = {
    'leave a rejection': 'left at once',
    'leave a rejection for later': 'left for later',
    'leave a throw for later': 'thrown later',
  };
  for (const [does, message] of Object.entries(left)) {
    const id = await run('inline-odd', does);
    const line = await logged(backend, message);
    assert.deepEqual(
      [line.level, line.task_type, line.task_id, line.index],
      [50, 'inline-odd', id, 0],
      JSON.stringify(line),
    );
    assert.equal((await ended(client, id)).status, 'completed');
  }
  const id = await run('inline-odd', 'throw when stopped');
  await waitFor(async () => (await client.ok('GET', `/tasks/${id}`)).in_flight === 1);
  await client.ok('POST', `/tasks/${id}/cancel`);
  assert.equal((await logged(backend, 'thrown when stopped')).task_type, 'inline-odd');
  assert.equal((await ended(client, id)).status, 'cancelled');

  const threaded = await run('odd', 'leave a throw for later');
  assert.equal((await ended(client, threaded)).status, 'completed');
  assert.equal((await logged(backend, 'thrown later', '"odd"')).task_id, threaded);

  // Before there is a task: what `prepare` left behind.
  await client.ok('POST', '/tasks/preview', {
    type: 'odd',
    params: { does: 'prepare and leave a rejection' },
  });
  assert.equal((await logged(backend, 'left by prepare')).task_type, 'odd');
  assert.equal(backend.child.exitCode, null);
  assert.equal(await backend.stop(), 0);
});

for (const [what, code] of [
  ['a rejection', "Promise.reject(new Error('a bug of ours'))"],
  ['an exception', "setImmediate(() => { throw new Error('a bug of ours') })"],
]) {
  test(`${what} that is not a task type’s ends the process with a line that tells it`, async () => {
    const hook = `process.on('SIGUSR2', () => { ${code} })`;
    const backend = await startBackend({
      env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` },
    });
    backend.child.ref();
    const gone = once(backend.child, 'exit');
    backend.child.kill('SIGUSR2');
    assert.deepEqual(await gone, [1, null]);
    const line = await logged(backend, 'a bug of ours');
    assert.equal(line.level, 60);
    assert.match(JSON.stringify(line), /at .*data:text/);
  });
}
