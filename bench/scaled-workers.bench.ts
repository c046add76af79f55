import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../tests/support/wait-for.ts';
import { asRatio, type Bench, figure, inMb, inMs, inSeconds } from './support/bench.ts';
import { measureCancels } from './support/cancel-latency.ts';
import { type Client, signIn } from './support/client.ts';
import { createJournal } from './support/journal.ts';
import { noopItemsRate } from './support/noop-rate.ts';
import { CLI, type Program } from './support/processes.ts';
import { startServers } from './support/servers.ts';
import { median, percentile } from './support/statistics.ts';

const CANCELS = 200;

export const scaledWorkers: Bench = {
  name: 'scaled-workers',
  mark: "a worker process on MongoDB and Redis: cancel from a web process to the handler's signal under 250 ms (p99); memory after 100,000 items within 10 % of that after 10,000; killed, its items run again within 15 s",
  settings: `${CANCELS} cancels one after another; memory is the resident set after a full collection; WORKER_CONCURRENCY=100`,
  needs: ['mongodb', 'redis'],
  async run() {
    const servers = await startServers();
    const web = await servers.backend({ command: 'web' });
    await servers.backend({ command: 'scheduler' });
    const client = await signIn(web.url);
    const WORKER_CONCURRENCY = '100';
    const measured = await servers.backend({
      program: [
        '--expose-gc',
        '--import',
        new URL('./support/measured-worker.ts', import.meta.url).href,
        CLI,
        'worker',
      ],
      env: { WORKER_CONCURRENCY },
    });
    await noopItemsRate(web.url, client, 10_000, 256);
    const early = await memoryOf(measured);
    for (let round = 0; round < 9; round += 1) await noopItemsRate(web.url, client, 10_000, 256);
    const late = await memoryOf(measured);
    await measured.stop();

    const first = await servers.backend({ command: 'worker', env: { WORKER_CONCURRENCY } });
    const cancels = await measureCancels(client, 'hold', CANCELS, 20);
    const again = await killAndWait(
      client,
      () => first.kill(),
      () => servers.backend({ command: 'worker' }),
    );
    await servers.stop();
    return [
      figure(
        'cancel to signal, p99, across processes',
        percentile(cancels, 0.99),
        { at_most: 250 },
        inMs,
        `${cancels.length} cancels: median ${inMs(median(cancels))}, worst ${inMs(Math.max(...cancels))}`,
      ),
      figure(
        'memory of a worker after 100,000 items against 10,000',
        late.resident_mb / early.resident_mb,
        { at_most: 1.1 },
        asRatio,
        `after 10,000 and 100,000: resident ${inMb(early.resident_mb)}, ${inMb(late.resident_mb)}; live heap ${inMb(early.heap_mb)}, ${inMb(late.heap_mb)}`,
      ),
      figure(
        'SIGKILL of a worker to the last of its items running again',
        again,
        { at_most: 15 },
        inSeconds,
        '8 items in hand, another worker idle; the lease is 10 s, the sweep every 3 s',
      ),
    ];
  },
};

interface Memory {
  resident_mb: number;
  heap_mb: number;
}

async function memoryOf(worker: Program): Promise<Memory> {
  await sleep(2_000);
  return (await worker.ask('memory')) as Memory;
}

/** Seconds from the kill until all items that the worker had in hand have begun again elsewhere. */
async function killAndWait(
  client: Client,
  kill: () => Promise<void>,
  startAnother: () => Promise<unknown>,
): Promise<number> {
  const { file, read } = await createJournal();
  const params = { count: 8, concurrency: 8, journal: file };
  await client.ok('POST', '/tasks/', { type: 'hold', params });
  const begun = (attempt: number) =>
    read().filter((line) => line.what === 'began' && line.attempt === attempt);
  await waitFor(() => begun(1).length === 8, { what: 'the items to begin' });
  await startAnother();
  const killed = Date.now();
  await kill();
  await waitFor(() => begun(2).length === 8, { what: 'the items to run again', timeout_ms: 60_000 });
  return (Math.max(...begun(2).map(({ at }) => at)) - killed) / 1_000;
}
