import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { isFinal } from '../../src/services/engine/task-states.ts';
import type { TaskDetail } from '../../src/services/tasks/task-views.ts';
import { type Engine, MOST_FILE_BYTES, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
  await own.startWorker(2);
});
after(() => own.stop());

async function ended(type: string, does: string): Promise<TaskDetail> {
  const { task } = await own.services.tasks.create(own.actor, { type, params: { does } });
  return waitFor<TaskDetail | null>(async () => {
    const now = await own.services.tasks.get(own.actor, task.id);
    return isFinal(now.status) ? now : null;
  }) as Promise<TaskDetail>;
}

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
    ['stream of texts', 'TypeError', /a text is encoded first/],
    ['stream without end', 'TooManyBytes', new RegExp(`at most ${MOST_FILE_BYTES} bytes`)],
    ['path to nothing', 'Error', /ENOENT/],
    ['nothing', 'TypeError', /a text is encoded first/],
  ] as const) {
    test(`${type}: a ${does} is an error of the item, and nothing is kept`, async () => {
      const { id, status, error } = await ended(type, does);
      assert.deepEqual([status, error?.type], ['failed', name]);
      assert.match(error?.message ?? '', message);
      assert.equal(await own.data.files.open({ task_id: id, index: 0, attempt: 1, name: 'file.bin' }), null);
    });
  }
}
