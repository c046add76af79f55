import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../tests/support/wait-for.ts';
import { asRatio, type Bench, figure, inMb, inMs, inSeconds } from './support/bench.ts';
import { measureCancels } from './support/cancel-latency.ts';
import { type Client, signIn } from './support/client.ts';
import { createJournal } from './support/journal.ts';
import { residentMb } from './support/machine.ts';
import { noopItemsRate } from './support/noop-rate.ts';
import { startServers } from './support/servers.ts';
import { median, percentile } from './support/statistics.ts';

const CANCELS = 200;

export const scaledWorkers: Bench = {
  name: 'scaled-workers',
  mark: "a worker process on MongoDB and Redis: cancel from a web process to the handler's signal under 250 ms (p99); memory after 100,000 items within 10 % of that after 10,000; killed, its items run again within 15 s",
  settings: `${CANCELS} cancels one after another; memory is the resident set once it is still; WORKER_CONCURRENCY=100`,
  needs: ['mongodb', 'redis'],
  async run() {
    const servers = await startServers();
    const web = await servers.backend({ command: 'web' });
    await servers.backend({ command: 'scheduler' });
    const first = await servers.backend({ command: 'worker', env: { WORKER_CONCURRENCY: '100' } });
    const client = await signIn(web.url);

    const cancels = await measureCancels(client, 'hold', CANCELS, 20);

    await noopItemsRate(web.url, client, 10_000, 256);
    const early = await restingMb(first.pid);
    for (let round = 0; round < 9; round += 1) await noopItemsRate(web.url, client, 10_000, 256);
    const late = await restingMb(first.pid);

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
        late / early,
        { at_most: 1.1 },
        asRatio,
        `${inMb(early)} after 10,000, ${inMb(late)} after 100,000`,
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

/** The smallest resident set of five seconds without work: what is only waiting to be collected does not count. */
async function restingMb(pid: number): Promise<number> {
  const seen: number[] = [];
  for (let at = 0; at < 10; at += 1) {
    await sleep(500);
    seen.push(residentMb(pid));
  }
  return Math.min(...seen);
}

/** Seconds from the kill until each of the items that were in hand has begun again elsewhere. */
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
