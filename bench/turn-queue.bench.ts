import { randomUUID } from 'node:crypto';
import type { TurnQueue } from '../src/data/contracts/index.ts';
import { MemoryTurnQueue } from '../src/data/memory/memory-turn-queue.ts';
import { openRedis } from '../src/data/redis/open-redis.ts';
import { startRedis } from '../tests/support/redis.ts';
import { alternate, ratioFigure } from './support/alternate.ts';
import { type Bench, figure, perSecond } from './support/bench.ts';
import { measureRawBullmq } from './support/raw-bullmq.ts';

const TURNS = 10_000;
const TURNS_PER_PUSH = 1_000;

export const turnQueue: Bench = {
  name: 'turn-queue',
  mark: 'turns a second through the turn queue on Redis, beside raw BullMQ',
  settings: `${TURNS.toLocaleString('en')} turns; both add and process at the same time in one process, 100 at once`,
  needs: ['redis'],
  async run() {
    const redis = await startRedis();
    const ways: Record<string, (queue: TurnQueue) => Promise<number>> = {
      '100 owners': (queue) => measurePushed(queue, TURNS, 100),
      'each turn pushes the next': (queue) => measureChain(queue, TURNS),
    };
    await measureRawBullmq(redis.url, TURNS);
    const figures = [];
    for (const [name, measure] of Object.entries(ways)) {
      const ours = async () => {
        const opened = await openRedis(redis.url, `bench-${randomUUID()}`);
        const rate = await measure(opened.queue);
        await opened.close();
        return rate;
      };
      const comparison = await alternate(ours, () => measureRawBullmq(redis.url, TURNS), 3);
      figures.push(
        ratioFigure(`turn queue on Redis, ${name}`, comparison, null, {
          measured: 'ours',
          reference: 'raw BullMQ',
        }),
      );
    }
    await redis.stop();
    const memory = new MemoryTurnQueue();
    const rate = await measurePushed(memory, 1_000_000, 100);
    await memory.close();
    return [
      ...figures,
      figure('turn queue in the process, 100 owners', rate, null, perSecond, '1,000,000 turns'),
    ];
  },
};

/** Turns per second if `owners` push `turns` turns, 1,000 at a time, and 100 places take them. */
async function measurePushed(queue: TurnQueue, turns: number, owners: number): Promise<number> {
  let taken = 0;
  const done = Promise.withResolvers<void>();
  const consumer = queue.serve(100, async () => {
    taken += 1;
    if (taken === turns) done.resolve();
  });
  const start = performance.now();
  for (let pushed = 0; pushed < turns; pushed += TURNS_PER_PUSH) {
    const count = TURNS_PER_PUSH / owners;
    await queue.push(Array.from({ length: owners }, (_, i) => ({ owner_id: `owner-${i}`, count })));
  }
  await done.promise;
  const seconds = (performance.now() - start) / 1_000;
  await consumer.close();
  return turns / seconds;
}

/** Turns per second if each turn that is taken pushes the next one of its owner, 100 at a time, as in the task engine. */
async function measureChain(queue: TurnQueue, turns: number): Promise<number> {
  let taken = 0;
  const done = Promise.withResolvers<void>();
  const consumer = queue.serve(100, async (owner_id) => {
    taken += 1;
    if (taken === turns) done.resolve();
    else if (taken <= turns - 100) await queue.push([{ owner_id, count: 1 }]);
  });
  const start = performance.now();
  await queue.push([{ owner_id: 'ann', count: 100 }]);
  await done.promise;
  const seconds = (performance.now() - start) / 1_000;
  await consumer.close();
  return turns / seconds;
}
