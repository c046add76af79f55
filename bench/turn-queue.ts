/**
 * Turns a second through the turn queue on Redis, beside raw BullMQ in the same run: both add and process at the same time in
 * one process, 100 at once. Usage: node bench/turn-queue.ts [redis-url] [turns]
 */
import { randomUUID } from 'node:crypto';
import type { TurnQueue } from '../src/data/contracts/index.ts';
import { createMemoryTurnQueue } from '../src/data/memory/memory-turn-queue.ts';
import { openRedis } from '../src/data/redis/open-redis.ts';
import { startRedis } from '../tests/support/redis.ts';
import { measureRawBullmq } from './support/raw-bullmq.ts';

const ROUNDS = 5;
const TURNS_PER_PUSH = 1_000;

/** Turns a second when `owners` push `turns` of them, 1,000 at a time, and 100 places take them. */
export async function measureTurnQueue(queue: TurnQueue, turns: number, owners: number): Promise<number> {
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

/** Turns a second when each turn taken pushes the next one of its owner, 100 under way: the way of the task engine. */
export async function measureTurnChain(queue: TurnQueue, turns: number): Promise<number> {
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

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

if (import.meta.main) {
  const [given_url, given_turns = '20000'] = process.argv.slice(2);
  const turns = Number(given_turns);
  const server = given_url ? null : await startRedis();
  const url = given_url ?? (server?.url as string);
  const cases: Record<string, (queue: TurnQueue) => Promise<number>> = {
    'one owner': (queue) => measureTurnQueue(queue, turns, 1),
    '100 owners': (queue) => measureTurnQueue(queue, turns, 100),
    'each turn pushes the next': (queue) => measureTurnChain(queue, turns),
  };
  const raw: number[] = [];
  const rates = new Map<string, number[]>();
  const ratios = new Map<string, number[]>();
  await measureRawBullmq(url, turns);
  for (let round = 0; round < ROUNDS; round++) {
    const reference = await measureRawBullmq(url, turns);
    raw.push(reference);
    for (const [name, measure] of Object.entries(cases)) {
      const redis = await openRedis(url, `bench-${randomUUID()}`);
      const rate = await measure(redis.queue);
      await redis.close();
      rates.set(name, [...(rates.get(name) ?? []), rate]);
      ratios.set(name, [...(ratios.get(name) ?? []), rate / reference]);
    }
  }
  const show = (values: number[]) => Math.round(median(values)).toLocaleString('en');
  console.log(`raw BullMQ: ${show(raw)}/s`);
  for (const name of Object.keys(cases)) {
    const ratio = median(ratios.get(name) ?? []).toFixed(2);
    console.log(`turn queue, ${name}: ${show(rates.get(name) ?? [])}/s, ${ratio} of raw BullMQ`);
  }
  const memory = createMemoryTurnQueue();
  console.log(`in-process turn queue: ${show([await measureTurnQueue(memory, 1_000_000, 100)])}/s`);
  await memory.close();
  // The server's process does not keep this one alive until it has ended.
  const awake = setInterval(() => {}, 1_000);
  await server?.stop();
  clearInterval(awake);
}
