import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
});
after(() => own.stop());

test('a task and its item tell of a failure in the language of the reader', async () => {
  await own.startWorker();
  const { tasks, items } = own.services;
  const { task } = await tasks.create(own.actor, { type: 'probe', params: { does: 'throw-zh' } });
  await waitFor(async () => (await tasks.get(own.actor, task.id)).status === 'failed');
  const chinese = { ...own.actor, language: 'zh' } as const;
  for (const [reader, message] of [
    [own.actor, 'closed'],
    [chinese, '已关闭'],
  ] as const) {
    assert.deepEqual((await tasks.get(reader, task.id)).error, { type: 'Error', message });
    const { error } = await items.get(reader, task.id, 0);
    assert.deepEqual([error?.message, error && 'zh' in error], [message, false]);
  }
});
