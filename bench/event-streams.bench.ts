import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../tests/support/wait-for.ts';
import { type Bench, figure, inMs } from './support/bench.ts';
import { signIn } from './support/client.ts';
import { startBackend } from './support/processes.ts';
import { median, percentile } from './support/statistics.ts';

const CLIENTS = 1_000;
const CHANGES = 100;

export const eventStreams: Bench = {
  name: 'event-streams',
  mark: '1,000 event-stream clients: from a change to the last client under 250 ms (p99)',
  settings: `${CLIENTS} connections to /tasks/events; ${CHANGES} changes (a task is created), one after another`,
  async run() {
    const backend = await startBackend({ env: { MAX_EVENT_STREAMS_PER_USER: '10000' } });
    const client = await signIn(backend.url);
    // These items occupy every place, so nothing happens to the measured tasks after their creation.
    await client.ok('POST', '/tasks/', { type: 'hold', params: { count: 8, concurrency: 8 }, priority: 10 });
    const seen = new Map<string, number>();
    const streams = await openStreams(backend.url, client.token, CLIENTS, (id) =>
      seen.set(id, (seen.get(id) ?? 0) + 1),
    );
    const times: number[] = [];
    for (let at = 0; at < CHANGES; at += 1) {
      const start = performance.now();
      const { id } = await client.ok('POST', '/tasks/', { type: 'noop', params: { count: 1 } });
      while (seen.get(id) !== CLIENTS) {
        await new Promise((resolve) => setImmediate(resolve));
        if (performance.now() - start > 10_000)
          throw new Error(`${seen.get(id)} of ${CLIENTS} clients were told`);
      }
      times.push(performance.now() - start);
      await sleep(20);
    }
    for (const stream of streams) stream.destroy();
    await backend.kill();
    const detail = `median ${inMs(median(times))}, worst ${inMs(Math.max(...times))}; the call of POST /tasks included`;
    const p99 = percentile(times, 0.99);
    return [
      figure('change to the last of 1,000 event-stream clients, p99', p99, { at_most: 250 }, inMs, detail),
    ];
  },
};

/** Calls `onState` with the task id of each event that a client receives. */
async function openStreams(
  url: string,
  token: string,
  count: number,
  onState: (id: string) => void,
): Promise<Socket[]> {
  const { hostname, port, host } = new URL(url);
  const request = `GET /api/v1/tasks/events HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  let open = 0;
  const streams = Array.from({ length: count }, () => {
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(request));
    let rest = '';
    let answered = false;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const text = rest + chunk.toString('latin1');
      const end = text.lastIndexOf('\n') + 1;
      rest = text.slice(end);
      if (!answered && text.includes('HTTP/1.1 200')) {
        answered = true;
        open += 1;
      }
      for (const [, id] of text.slice(0, end).matchAll(/^data: \{"id":"([^"]+)"/gm)) onState(id as string);
    });
    return socket;
  });
  await waitFor(() => open === count, { what: `${count} streams to open`, timeout_ms: 20_000 });
  await sleep(500);
  return streams;
}
