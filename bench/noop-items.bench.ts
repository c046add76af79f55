import { startRedis } from '../tests/support/redis.ts';
import { alternate, ratioFigure } from './support/alternate.ts';
import { type Bench, figure, perSecond } from './support/bench.ts';
import { signIn } from './support/client.ts';
import { noopItemsRate, noopTasksRate } from './support/noop-rate.ts';
import { startBackend } from './support/processes.ts';
import { measureRawBullmq } from './support/raw-bullmq.ts';

const ITEMS = 10_000;

export const noopItems: Bench = {
  name: 'noop-items',
  mark: 'no-op items end to end (create to last result), embedded, inline, at least the rate of raw BullMQ (add in bulk + process)',
  settings: `${ITEMS.toLocaleString('en')} items in one task of concurrency 256, WORKER_CONCURRENCY=100; BullMQ at concurrency 100 with its own Redis`,
  needs: ['redis'],
  async run() {
    const redis = await startRedis();
    const backend = await startBackend({ env: { WORKER_CONCURRENCY: '100' } });
    const client = await signIn(backend.url);
    const ours = () => noopItemsRate(backend.url, client, ITEMS, 256);
    const theirs = () => measureRawBullmq(redis.url, ITEMS);
    await ours();
    await theirs();
    const comparison = await alternate(ours, theirs);
    const single = await noopTasksRate(backend.url, client, 2_000);
    await Promise.all([backend.stop(), redis.stop()]);
    return [
      ratioFigure(
        'no-op items end to end, embedded',
        comparison,
        { at_least: 1 },
        { measured: 'ours', reference: 'raw BullMQ' },
      ),
      figure(
        'no-op tasks of one item, embedded',
        single,
        null,
        perSecond,
        '2,000 calls of POST /tasks by 32 callers, to the last result',
      ),
    ];
  },
};
