import { randomUUID } from 'node:crypto';
import { after } from 'node:test';
import { MemoryTurnQueue } from '../../src/data/memory/memory-turn-queue.ts';
import { openRedis } from '../../src/data/redis/open-redis.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { queueContract } from './queue-contract.ts';

queueContract('memory', async () => {
  const queue = new MemoryTurnQueue();
  return { queue, close: () => queue.close() };
});

if (requireService('redis')) {
  const server = await startRedis();
  after(() => server.stop());
  queueContract('Redis', () => openRedis(server.url, `test-${randomUUID()}`));
}
