import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { MemoryTurnQueue } from '../../src/data/memory/memory-turn-queue.ts';
import { openRedis } from '../../src/data/redis/open-redis.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { queueContract } from './queue-contract.ts';

queueContract('memory', async () => {
  const queue = new MemoryTurnQueue();
  return { queue, close: () => queue.close() };
});

test('a place is taken in the call itself only where one is free and nobody waits for it', async () => {
  const queue = new MemoryTurnQueue();
  const ends: (() => void)[] = [];
  const taken: string[] = [];
  const consumer = queue.serve(2, (owner_id) => {
    taken.push(owner_id);
    return new Promise((resolve) => ends.push(resolve));
  });
  const take = (owner_id: string) => consumer.takePlace?.(owner_id, 'default') ?? null;
  assert.equal(take('ann'), null, 'the turns of what waits in the store are not pushed yet');
  await queue.lostTurns();
  const first = take('ann');
  const second = take('ann');
  assert.ok(first && second);
  assert.equal(take('ann'), null, 'both places are in use');
  await queue.push([
    { owner_id: 'ann', count: 1 },
    { owner_id: 'bob', count: 1 },
  ]);
  first();
  assert.equal(take('ann'), null, 'turns wait');
  await setImmediate();
  assert.deepEqual(taken, ['bob'], 'Ann was served in this round');
  second();
  await setImmediate();
  assert.deepEqual(taken, ['bob', 'ann']);
  for (const end of ends) end();
  await setImmediate();
  const third = take('bob');
  assert.ok(third);
  consumer.pause();
  assert.equal(take('bob'), null);
  consumer.resume();
  third();
  await consumer.close();
  assert.equal(take('bob'), null);
  await queue.close();
});

if (requireService('redis')) {
  const server = await startRedis();
  after(() => server.stop());
  queueContract('Redis', () => openRedis(server.url, `test-${randomUUID()}`));
}
