import { alternate, ratioFigure } from './support/alternate.ts';
import { type Bench, figure, perSecond } from './support/bench.ts';
import { signIn } from './support/client.ts';
import { measureDramatiqWay } from './support/dramatiq-way.ts';
import { noopItemsRate, noopTasksRate } from './support/noop-rate.ts';
import { measureRawBullmq } from './support/raw-bullmq.ts';
import { startServers } from './support/servers.ts';

const ITEMS = 10_000;
const DRAMATIQ_ITEMS = 500;

export const scaledItems: Bench = {
  name: 'scaled-items',
  mark: 'no-op items end to end on MongoDB and Redis, one web and one worker process, every state kept, at least 0.4 of raw BullMQ',
  settings: `${ITEMS.toLocaleString('en')} items in one task of concurrency 256, WORKER_CONCURRENCY=100; BullMQ at concurrency 100; Dramatiq's way with ${DRAMATIQ_ITEMS.toLocaleString('en')} items, 100 at once; majority writes with journal`,
  needs: ['mongodb', 'redis'],
  async run() {
    const servers = await startServers();
    const { mongod, redis } = servers;
    const web = await servers.backend({ command: 'web' });
    await servers.backend({ command: 'worker', env: { WORKER_CONCURRENCY: '100' } });
    const client = await signIn(web.url);
    const ours = () => noopItemsRate(web.url, client, ITEMS, 256);
    const bullmq = () => measureRawBullmq(redis.url, ITEMS);
    const dramatiq = () => measureDramatiqWay(mongod.url, redis.url, DRAMATIQ_ITEMS);
    await ours();
    await bullmq();
    const againstBullmq = await alternate(ours, bullmq);
    const againstDramatiq = await alternate(ours, dramatiq);
    const single = await noopTasksRate(web.url, client, 2_000);
    await servers.stop();
    return [
      ratioFigure(
        'no-op items end to end, scaled out, against raw BullMQ',
        againstBullmq,
        { at_least: 0.4 },
        {
          measured: 'ours',
          reference: 'raw BullMQ',
        },
      ),
      ratioFigure(
        "no-op items end to end, scaled out, against Dramatiq's way",
        againstDramatiq,
        { at_least: 1 },
        {
          measured: 'ours',
          reference: "Dramatiq's way",
        },
      ),
      figure(
        'no-op tasks of one item, scaled out',
        single,
        null,
        perSecond,
        '2,000 calls of POST /tasks by 32 callers, to the last result',
      ),
    ];
  },
};
