import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startCluster } from '../tests/support/cluster.ts';
import { tempFolder } from '../tests/support/temp-folder.ts';
const dir = await tempFolder(); const journal = join(dir, 'journal'); writeFileSync(journal, '');
const keyed = process.argv[2] === 'keyed';
writeFileSync(join(dir, 'one.mjs'), `import { appendFileSync } from 'node:fs';
export default { type: 'one', params: { type: 'object' }, isolation: 'inline', concurrency: 50, running: 1, ${keyed ? "limitKey: () => 'k'," : ''}
 plan: ({ count }) => ({ count, item: (index) => ({ input: { index } }) }),
 async run({ index }, ctx) { appendFileSync(${JSON.stringify(journal)}, [ctx.task_id, index, process.pid, Date.now(), 'begin'].join(' ') + '\\n'); await new Promise((r) => setTimeout(r, 400));
 appendFileSync(${JSON.stringify(journal)}, [ctx.task_id, index, process.pid, Date.now(), 'end'].join(' ') + '\\n'); } };`);
const cluster = await startCluster({ webs: 1, workers: 2, schedulers: 1 }, { TASK_TYPES_DIR: dir });
const client = await cluster.client();
const redis = new Redis(cluster.redis.url);
const lines = () => readFileSync(journal, 'utf8').trim().split('\n').filter(Boolean).map((l) => l.split(' '));
for (let round = 0; round < Number(process.argv[3] ?? 12); round++) {
  const { id } = await client.ok('POST', '/tasks/', { type: 'one', params: { count: 6 } });
  const mine = () => lines().filter(([task]) => task === id);
  while (mine().length < 1 + (round % 3)) await sleep(3);
  await sleep(Math.random() * 400);
  const last = mine().at(-1)!;
  const victim = cluster.workers.find(({ child }) => String(child.pid) === last[2])!;
  const first_flush = round % 2;
  if (first_flush) { const f = redis.flushall(); victim.child.kill('SIGKILL'); await f; } else { victim.child.kill('SIGKILL'); await redis.flushall(); }
  const at = Date.now(); cluster.workers = cluster.workers.filter((w) => w !== victim);
  void cluster.start('worker').then((w) => cluster.workers.push(w));
  for (;;) { const t = await client.ok('GET', `/tasks/${id}`); if (t.status === 'completed') break; if (Date.now() - at > 90_000) { console.log('STUCK', JSON.stringify(t)); break; } await sleep(100); }
  const after = mine().filter((l) => Number(l[3]) > at);
  console.log(round, first_flush, 'events', after.map((l) => `${l[1]}${l[4]![0]}${((Number(l[3]) - at) / 1000).toFixed(1)}`).join(' '));
  while (cluster.workers.length < 2) await sleep(100);
}
redis.disconnect(); await cluster.stop();
