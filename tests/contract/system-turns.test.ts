import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemOwnerFor } from '../../src/data/contracts/index.ts';
import { MemoryTurnQueue } from '../../src/data/memory/memory-turn-queue.ts';
import { PoolTurns } from '../../src/data/turns/pool-turns.ts';
import { SystemTurns } from '../../src/data/turns/system-turns.ts';
import { waitFor } from '../support/wait-for.ts';
import { queueContract } from './queue-contract.ts';

queueContract('of people, beside the system’s', async () => {
  const queue = new SystemTurns(new PoolTurns(() => new MemoryTurnQueue()), new MemoryTurnQueue());
  return { queue, close: () => queue.close() };
});

test('turns of the system wait for no place of people, and take none', async () => {
  const queue = new SystemTurns(new PoolTurns(() => new MemoryTurnQueue()), new MemoryTurnQueue());
  const system = systemOwnerFor('webhooks', 'ann', 'one');
  const taken: string[] = [];
  const consumer = queue.serve(1, (owner_id) => {
    taken.push(owner_id);
    return new Promise(() => {});
  });
  await queue.push([{ owner_id: system, count: 20 }]);
  await waitFor(() => taken.length === 8);
  await queue.push([
    { owner_id: 'ann', count: 2 },
    { owner_id: system, count: 1 },
  ]);
  await waitFor(() => taken.includes('ann'));
  assert.equal(taken.filter((one) => one === 'ann').length, 1);
  assert.equal(taken.length, 9);
  // What waits is what people wait for.
  assert.equal(await queue.waiting(), 1);
  assert.deepEqual([await queue.lostTurns(), await queue.lostTurns()], [true, false]);
  await consumer.close();
  await queue.close();
});
