/** `worker --processes N` ends within a bounded time, whatever its processes do. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBackend } from '../support/backend.ts';
import { type Mongod, startMongod } from '../support/mongod.ts';
import { pauseProcess } from '../support/pause-process.ts';
import { type Redis, startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';

if (requireService('mongodb', 'redis')) {
  let mongod: Mongod;
  let redis: Redis;

  before(async () => {
    [mongod, redis] = await Promise.all([startMongod(), startRedis()]);
  });
  after(() => Promise.all([mongod.stop(), redis.stop()]));

  test('a process that does not stop is killed, which is said, and the others stop in good order', async () => {
    const fleet = await startBackend({
      command: 'worker',
      args: ['--processes', '2'],
      env: { MONGODB_URL: mongod.url, REDIS_URL: redis.url, SHUTDOWN_GRACE: '1' },
    });
    const readyOnes = () => fleet.lines.filter((line) => line.includes('"msg":"ready"'));
    await waitFor(() => readyOnes().length === 2);
    const [stuck = 0, other = 0] = readyOnes().map((line) => JSON.parse(line).pid as number);
    await pauseProcess(stuck);
    const began = performance.now();
    assert.equal(await fleet.stop(), 1);
    const ms = performance.now() - began;
    assert.ok(ms > 5_000 && ms < 12_000, `${ms}`);
    for (const pid of [stuck, other]) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    const said = fleet.lines.find((line) => line.includes('did not stop in time and are killed'));
    assert.deepEqual(JSON.parse(said ?? '{}').pids, [stuck]);
    assert.ok(fleet.lines.some((line) => line.includes('"stopped"') && line.includes(`"pid":${other},`)));
  });
}
