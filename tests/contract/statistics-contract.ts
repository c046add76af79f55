import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { StatisticsBucket } from '../../src/data/contracts/index.ts';
import { type OpenedDatabase, plain } from './samples.ts';

export function statisticsContract(opened: () => OpenedDatabase): void {
  const statistics = () => opened().database.statistics;
  const bucket = (at: string, type: string, changes: Partial<StatisticsBucket> = {}): StatisticsBucket => ({
    at: `2026-03-01T${at}:00.000Z`,
    type,
    completed: 1,
    failed: 0,
    cancelled: 0,
    wait: [],
    run: [],
    ...changes,
  });
  const all = ['2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z'] as const;

  it('adds up minutes, and hours from them', async () => {
    await statistics().add([
      bucket('10:00', 'wait', { wait: [1, 0, 2], run: [0, 0, 0, 5], failed: 2 }),
      bucket('10:59', 'wait'),
      bucket('11:00', 'wait', { cancelled: 3 }),
      bucket('10:00', 'image'),
    ]);
    await statistics().add([bucket('10:00', 'wait', { wait: [1, 1], run: [0, 7], completed: 4 })]);
    const first = bucket('10:00', 'wait', { wait: [2, 1, 2], run: [0, 7, 0, 5], completed: 5, failed: 2 });
    const image = bucket('10:00', 'image');
    assert.deepEqual(plain(await statistics().read('minute', ...all)), [
      image,
      first,
      bucket('10:59', 'wait'),
      bucket('11:00', 'wait', { cancelled: 3 }),
    ]);
    assert.deepEqual(plain(await statistics().read('hour', ...all)), [
      image,
      { ...first, completed: 6 },
      bucket('11:00', 'wait', { cancelled: 3 }),
    ]);
    assert.deepEqual(plain(await statistics().read('minute', all[0], all[1], 'image')), [image]);
    assert.deepEqual(
      plain(await statistics().read('minute', '2026-03-01T10:59:00.000Z', '2026-03-01T11:00:00.000Z')),
      [bucket('10:59', 'wait')],
    );
    await statistics().add([]);
  });

  it('loses nothing of what is added at the same time', async () => {
    await Promise.all(
      Array.from({ length: 10 }, () => statistics().add([bucket('20:00', 'many', { run: [0, 1] })])),
    );
    const [found] = await statistics().read('minute', all[0], all[1], 'many');
    assert.deepEqual([found?.completed, found?.run], [10, [0, 10]]);
  });

  it('purges old buckets of one step, no more than asked', async () => {
    const hours = (await statistics().read('hour', ...all)).length;
    assert.equal(await statistics().purge('minute', '2026-03-01T11:00:00.000Z', 2), 2);
    assert.equal(await statistics().purge('minute', '2026-03-01T11:00:00.000Z', 2), 1);
    assert.equal(await statistics().purge('minute', '2026-03-01T11:00:00.000Z', 2), 0);
    const left = await statistics().read('minute', ...all);
    assert.deepEqual(
      left.map(({ at }) => at.slice(11, 16)),
      ['11:00', '20:00'],
    );
    assert.equal((await statistics().read('hour', ...all)).length, hours);
  });
}
