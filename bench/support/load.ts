/**
 * A lean HTTP client: keep-alive connections that each send the same bytes again as soon as the answer is there. It takes a
 * fraction of autocannon's time on the processor, which on a small machine the server needs.
 */
import { connect, type Socket } from 'node:net';

/** Before a request that the server was too busy for is sent again. */
const BUSY_MS = 200;

export interface Load {
  url: string;
  method?: string;
  path: string;
  token?: string;
  body?: unknown;
  /** Default 32. */
  connections?: number;
  /** Until then each connection goes on. */
  seconds?: number;
  /** So many requests are sent, over all connections. */
  count?: number;
  /** Milliseconds between an answer and the next request of the same connection. Default 0. */
  pause_ms?: number;
  /** A request that the server is too busy for is sent again after a while, up to so often in all. Default 0. */
  again_when_busy?: number;
  /** Answers that count as right; any other ends the load. Default: every 2xx. */
  accepts?: (status: number) => boolean;
}

export interface LoadResult {
  /** Right answers a second. */
  rate: number;
  /** Milliseconds from request to answer, one for each. */
  latencies: number[];
  statuses: Map<number, number>;
}

export async function load(options: Load): Promise<LoadResult> {
  const { url, connections = 32, seconds = Number.POSITIVE_INFINITY, pause_ms = 0 } = options;
  const accepts = options.accepts ?? ((status: number) => status >= 200 && status < 300);
  const request = requestBytes(options);
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  const start = performance.now();
  const end = start + seconds * 1_000;
  let left = options.count ?? Number.POSITIVE_INFINITY;
  let again = options.again_when_busy ?? 0;
  const takeOne = () => {
    if (left <= 0 || performance.now() >= end) return false;
    left -= 1;
    return true;
  };
  const { hostname, port } = new URL(url);
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      try {
        await repeat(socket, request, takeOne, (status, ms, text) => {
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          if (status === 503 && again > 0) {
            again -= 1;
            left += 1;
            return BUSY_MS;
          }
          if (!accepts(status))
            throw new Error(`${options.method ?? 'GET'} ${options.path}: ${status} ${text()}`);
          if (status < 300) latencies.push(ms);
          return pause_ms;
        });
      } finally {
        socket.destroy();
      }
    }),
  );
  return { rate: latencies.length / ((performance.now() - start) / 1_000), latencies, statuses };
}

function requestBytes({ url, method = 'GET', path, token, body }: Load): Buffer {
  const content = body === undefined ? '' : JSON.stringify(body);
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${new URL(url).host}`];
  if (token) lines.push(`Authorization: Bearer ${token}`);
  if (body !== undefined)
    lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(content)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${content}`);
}

function repeat(
  socket: Socket,
  request: Buffer,
  takeOne: () => boolean,
  /** Says how many milliseconds to wait before the next request. */
  answered: (status: number, ms: number, text: () => string) => number,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let sent = 0;
  let received: Buffer | null = null;
  const send = () => {
    if (!takeOne()) return resolve();
    sent = performance.now();
    socket.write(request);
  };
  socket.once('connect', send).once('error', reject);
  socket.once('close', () => reject(new Error('the server closed a connection')));
  socket.on('data', (chunk: Buffer) => {
    received = received === null ? chunk : Buffer.concat([received, chunk]);
    const answer: Buffer = received;
    if (!isWhole(answer)) return;
    received = null;
    const now = performance.now();
    let pause_ms: number;
    try {
      pause_ms = answered(Number(answer.toString('latin1', 9, 12)), now - sent, () => answer.toString());
    } catch (error) {
      return reject(error as Error);
    }
    if (pause_ms > 0) setTimeout(send, pause_ms);
    else send();
  });
  return promise;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

function isWhole(answer: Buffer): boolean {
  const head = answer.indexOf(END_OF_HEAD);
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.toString('latin1', 0, head));
  if (!length) throw new Error('an answer without Content-Length');
  return answer.length >= head + 4 + Number(length[1]);
}
