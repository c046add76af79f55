import { startRedis } from '../tests/support/redis.ts';
import { alternate, ratioFigure } from './support/alternate.ts';
import { type Bench, type Figure, figure } from './support/bench.ts';
import { signIn } from './support/client.ts';
import { processorTimeSince, processorTimes } from './support/machine.ts';
import { noopTasksRate } from './support/noop-rate.ts';
import { measureBullmqOneByOne, PgBossRate } from './support/one-by-one.ts';
import { startPostgres } from './support/postgres.ts';
import { startBackend } from './support/processes.ts';
import { startServers } from './support/servers.ts';

const TASKS = 3_000;
const SETTINGS = `${TASKS.toLocaleString('en')} tasks, WORKER_CONCURRENCY=100, RATE_LIMIT_ENABLED=false; pg-boss on PostgreSQL with its default durability, 32 callers of send, 4 loops of fetch (50) and complete without a pause`;

export const oneItem: Bench = {
  name: 'one-item',
  mark: 'no-op tasks of one item end to end through HTTP, 32 callers, embedded, at least 2 × pg-boss (enqueue and process)',
  settings: SETTINGS,
  needs: ['postgresql', 'redis'],
  async run() {
    const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    const boss = await PgBossRate.start(postgres.url);
    const backend = await startBackend({ env: { WORKER_CONCURRENCY: '100' } });
    const client = await signIn(backend.url);
    const ours = () => noopTasksRate(backend.url, client, TASKS);
    const figures = await compare('embedded', ours, boss, redis.url, { boss: 2, bullmq: null });
    figures.push(await timeFigure('embedded', ours, boss));
    await boss.stop();
    await Promise.all([backend.stop(), postgres.stop(), redis.stop()]);
    return figures;
  },
};

export const scaledOneItem: Bench = {
  name: 'scaled-one-item',
  mark: 'the same on MongoDB and Redis, one web and one worker process, at least 1.2 × pg-boss and 0.25 of raw BullMQ',
  settings: SETTINGS,
  needs: ['postgresql', 'mongodb', 'redis'],
  async run() {
    const [postgres, servers] = await Promise.all([startPostgres(), startServers()]);
    const boss = await PgBossRate.start(postgres.url);
    const web = await servers.backend({ command: 'web' });
    await servers.backend({ command: 'worker', env: { WORKER_CONCURRENCY: '100' } });
    const client = await signIn(web.url);
    const ours = () => noopTasksRate(web.url, client, TASKS);
    const figures = await compare('scaled out', ours, boss, servers.redis.url, { boss: 1.2, bullmq: 0.25 });
    figures.push(await timeFigure('scaled out', ours, boss));
    await boss.stop();
    await Promise.all([servers.stop(), postgres.stop()]);
    return figures;
  },
};

async function compare(
  where: string,
  ours: () => Promise<number>,
  boss: PgBossRate,
  redis_url: string,
  marks: { boss: number; bullmq: number | null },
) {
  const theirs = () => boss.measure(TASKS);
  const bullmq = () => measureBullmqOneByOne(redis_url, TASKS);
  await ours();
  await theirs();
  await bullmq();
  return [
    ratioFigure(
      `no-op tasks of one item, ${where}, against pg-boss`,
      await alternate(ours, theirs),
      { at_least: marks.boss },
      { measured: 'ours', reference: 'pg-boss' },
    ),
    ratioFigure(
      `no-op tasks of one item, ${where}, against raw BullMQ`,
      await alternate(ours, bullmq),
      marks.bullmq === null ? null : { at_least: marks.bullmq },
      { measured: 'ours', reference: 'raw BullMQ' },
    ),
  ];
}

/** Processor time says more than the rate if other programs use the processor as well. The callers are included on both sides. */
async function timeFigure(where: string, ours: () => Promise<number>, boss: PgBossRate): Promise<Figure> {
  const mine = await timeOf(ours);
  const theirs = await timeOf(() => boss.measure(TASKS));
  const show = (us: number) => `${Math.round(us)} µs`;
  const detail = `a job of pg-boss ${show(theirs)}; in all processes and the callers`;
  return figure(`processor time of one such task, ${where}`, mine, null, show, detail);
}

/** Microseconds of processor time per task. */
async function timeOf(run: () => Promise<number>): Promise<number> {
  const before = processorTimes();
  await run();
  return processorTimeSince(before) / TASKS;
}
