import { watchTask } from '../tests/support/event-stream.ts';
import { waitFor } from '../tests/support/wait-for.ts';
import { type Bench, figure, inMs } from './support/bench.ts';
import { measureCancels } from './support/cancel-latency.ts';
import { type Client, signIn } from './support/client.ts';
import { startBackend } from './support/processes.ts';
import { median, percentile } from './support/statistics.ts';

const CANCELS = 200;
const LOOPS = 3;
const GRACE_MS = 2_000;

export const cancelLatency: Bench = {
  name: 'cancel-latency',
  mark: "cancel, embedded: from the call to the handler's signal under 50 ms (p99), a busy loop ended at most 100 ms after its grace",
  settings: `${CANCELS} cancels one after another, 8 items running at a time; ${LOOPS} busy loops, one after another`,
  async run() {
    const backend = await startBackend();
    const client = await signIn(backend.url);
    const figures = [];
    for (const [type, where] of [
      ['hold', 'inline'],
      ['hold-thread', 'in a thread'],
    ] as const) {
      const times = await measureCancels(client, type, CANCELS, 8);
      const detail = `${times.length} cancels: median ${inMs(median(times))}, worst ${inMs(Math.max(...times))}`;
      const p99 = percentile(times, 0.99);
      figures.push(figure(`cancel to signal, p99, embedded, ${where}`, p99, { at_most: 50 }, inMs, detail));
    }
    const stops: number[] = [];
    for (let at = 0; at < LOOPS; at += 1) stops.push(await stopBusyLoop(backend.url, client));
    await backend.stop();
    const detail = `${LOOPS} loops: ${stops.map(inMs).join(', ')}; the grace is ${GRACE_MS} ms`;
    const worst = Math.max(...stops);
    return [
      ...figures,
      figure('cancel to end of a busy loop, worst', worst, { at_most: GRACE_MS + 100 }, inMs, detail),
    ];
  },
};

/** Milliseconds from the call until an event says that the task is cancelled. */
async function stopBusyLoop(url: string, client: Client): Promise<number> {
  const { id } = await client.ok('POST', '/tasks/', { type: 'busy-loop', params: {} });
  await waitFor(async () => (await client.ok('GET', `/tasks/${id}`)).in_flight === 1, {
    what: 'the loop to run',
  });
  const ended = watchTask(url, client.token, id, ({ status }) => status === 'cancelled');
  const start = performance.now();
  await client.ok('POST', `/tasks/${id}/cancel`);
  await ended;
  return performance.now() - start;
}
