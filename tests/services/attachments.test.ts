import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { isFinal } from '../../src/services/engine/task-states.ts';
import { type Engine, MOST_FILE_BYTES, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';
import { endedTask } from './ended-task.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
  await own.startWorker(2);
});
after(() => own.stop());

const ended = (type: string, does: string) => endedTask(own, type, does);

for (const type of ['attachments', 'inline-attachments']) {
  for (const does of ['stream', 'stream of the web', 'path']) {
    test(`${type}: a ${does} is kept whole`, async () => {
      const { id, error } = await ended(type, does);
      assert.equal(error, null);
      const file = await own.services.items.file(own.actor, id, 0, 'file.bin');
      const bytes = Buffer.concat(await (await file.open()).toArray());
      const expected = Buffer.concat(
        [0, 1, 2].map((at) => Buffer.alloc(1_000_000, does === 'path' ? 0 : at)),
      );
      assert.ok(bytes.equals(expected));
      assert.deepEqual(
        [file.bytes, file.sha256],
        [3_000_000, createHash('sha256').update(expected).digest('hex')],
      );
    });
  }

  for (const [does, name, message] of [
    ['failing stream', 'Error', /the source went away/],
    ['stream of texts', 'TypeError', /Encode text first/],
    ['stream without end', 'TooManyBytes', new RegExp(`at most ${MOST_FILE_BYTES} bytes`)],
    ['path to nothing', 'Error', /ENOENT/],
    ['nothing', 'TypeError', /Encode text first/],
  ] as const) {
    test(`${type}: a ${does} is an error of the item, and nothing is kept`, async () => {
      const { id, status, error } = await ended(type, does);
      assert.deepEqual([status, error?.type], ['failed', name]);
      assert.match(error?.message ?? '', message);
      assert.equal(await own.data.files.open({ task_id: id, index: 0, attempt: 1, name: 'file.bin' }), null);
    });
  }
}

test('a file beyond the quota of stored bytes fails its item for good; once something is deleted there is room', async () => {
  const small = await openEngine(undefined, { QUOTA_STORED_BYTES: '7000000' });
  try {
    await small.startWorker(2);
    const { tasks, quotas } = small.services;
    const run = async (type: string, does: string) => {
      const { task } = await tasks.create(small.actor, { type, params: { does } });
      await waitFor(async () => isFinal((await tasks.get(small.actor, task.id)).status));
      return tasks.get(small.actor, task.id);
    };
    const used = async () => (await quotas.view(small.actor)).stored_bytes;
    const first = await run('attachments', 'stream');
    const second = await run('inline-attachments', 'path');
    assert.deepEqual([first.status, second.status], ['completed', 'completed']);
    assert.deepEqual(await used(), { limit: 7_000_000, used: 6_000_000 });
    for (const type of ['attachments', 'inline-attachments']) {
      const { id, status, error } = await run(type, 'stream');
      assert.deepEqual([status, error?.type], ['failed', 'StorageFull'], type);
      assert.match(error?.message ?? '', /6 MB of its storage quota of 7 MB.*Delete tasks/);
      const { attempt } = await small.services.items.get(small.actor, id, 0);
      assert.equal(attempt, 1, 'it is not tried again');
      assert.equal(
        await small.data.files.open({ task_id: id, index: 0, attempt: 1, name: 'file.bin' }),
        null,
      );
    }
    // What fits goes on.
    assert.equal((await run('attachments', 'three bytes')).status, 'completed');
    assert.equal((await used()).used, 6_000_003);
    await tasks.delete(small.actor, first.id);
    await waitFor(async () => (await used()).used === 3_000_003);
    await waitFor(async () => (await run('attachments', 'stream')).status === 'completed');
    assert.equal((await used()).used, 6_000_003);
  } finally {
    await small.stop();
  }
});

test('attempts that fail take nothing of the quota from those after them', async () => {
  const small = await openEngine(undefined, { QUOTA_STORED_BYTES: '4000000' });
  try {
    await small.startWorker(1);
    const { tasks, quotas } = small.services;
    const run = async (does: string) => {
      const { task } = await tasks.create(small.actor, { type: 'attachments', params: { does } });
      await waitFor(async () => isFinal((await tasks.get(small.actor, task.id)).status));
      return tasks.get(small.actor, task.id);
    };
    // Two attempts each, one right after another.
    for (let times = 0; times < 3; times += 1)
      assert.equal((await run('three megabytes and a failure')).error?.message, 'failed after attaching');
    assert.equal((await run('stream')).status, 'completed');
    assert.equal((await quotas.view(small.actor)).stored_bytes.used, 3_000_000);
  } finally {
    await small.stop();
  }
});
