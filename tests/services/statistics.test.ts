import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemActor } from '../../src/services/actor.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
});
after(() => own.stop());

test('what workers do, and what is cancelled before it runs, stands in the statistics', async () => {
  const create = async (type: string, params: object) =>
    (await own.services.tasks.create(own.actor, { type, params })).task.id;
  const unstarted = await create('noop', { count: 7 });
  await own.services.tasks.cancel(own.actor, unstarted);
  await own.startWorker(4);
  const ids = [
    await create('noop', { count: 20, concurrency: 2 }),
    await create('inline-probe', { count: 3, does: 'throw-final' }),
    await create('inline-probe', { count: 2, does: 'sleep', ms: 60 }),
  ];
  await waitFor(async () => {
    const tasks = await Promise.all(ids.map((id) => own.services.tasks.get(own.actor, id)));
    return tasks.every(({ finished_at }) => finished_at !== null);
  });
  const look = async () => {
    await own.counts.flush();
    return own.services.statistics.read(systemActor, { step: 'hour' });
  };
  const sumsOf = (buckets: Awaited<ReturnType<typeof look>>['buckets'], type: string) => {
    const of = buckets.filter((bucket) => bucket.type === type);
    return (['completed', 'failed', 'cancelled'] as const).map((name) =>
      of.reduce((sum, bucket) => sum + bucket[name], 0),
    );
  };
  const ended = (sums: number[]) => sums.reduce((sum, count) => sum + count, 0);
  // The end of an item can be read before whoever counts it is told.
  const { step, buckets } = await waitFor(async () => {
    const read = await look();
    const count = ended(sumsOf(read.buckets, 'noop')) + ended(sumsOf(read.buckets, 'inline-probe'));
    assert.ok(count >= 32);
    return read;
  });
  assert.equal(step, 'hour');
  assert.deepEqual(
    [sumsOf(buckets, 'noop'), sumsOf(buckets, 'inline-probe')],
    [
      [20, 0, 7],
      [2, 3, 0],
    ],
  );
  const last = buckets.findLast(({ type }) => type === 'inline-probe');
  assert.ok((last?.run_ms.p95 ?? 0) >= 50, JSON.stringify(last));
  assert.ok(last?.wait_ms.p50 !== null && (last?.wait_ms.p95 ?? -1) >= 0);
});
