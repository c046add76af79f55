/**
 * A lean HTTP client with keep-alive connections. Each sends the same bytes again as soon as the answer has arrived. It uses a fraction of
 * the processor time of autocannon, which the server needs on a small machine.
 */
import { connect, type Socket } from 'node:net';

/** Milliseconds before a request is repeated that was refused because the server was busy. */
const BUSY_MS = 200;

export interface Load {
  url: string;
  method?: string;
  path: string;
  token?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, in place of a body. */
  text?: string;
  /** Its content type. Default `application/json`. */
  type?: string;
  /** Default 32. */
  connections?: number;
  /** How long the connections send requests. */
  seconds?: number;
  /** Total number of requests over all connections. */
  count?: number;
  /** Milliseconds between an answer and the next request of the same connection. Default 0. */
  pause_ms?: number;
  /** How often, in total, a request is repeated that was refused because the server was busy. Default 0. */
  again_when_busy?: number;
  /** Statuses that count as success; any other ends the load with an error. Default: every 2xx. */
  accepts?: (status: number) => boolean;
}

export interface LoadResult {
  /** Successful answers per second. */
  rate: number;
  /** Milliseconds from each request to its answer. */
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
      // After some refusals the server closes the connection.
      for (let again_here = true; again_here; ) {
        const socket = connect({ host: hostname, port: Number(port), noDelay: true });
        again_here = await repeat(socket, request, takeOne, (status, ms, text) => {
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
        }).finally(() => socket.destroy());
      }
    }),
  );
  return { rate: latencies.length / ((performance.now() - start) / 1_000), latencies, statuses };
}

function requestBytes(options: Load): Buffer {
  const { url, method = 'GET', path, token, body, type = 'application/json' } = options;
  const content = options.text ?? (body === undefined ? '' : JSON.stringify(body));
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${new URL(url).host}`];
  if (token) lines.push(`Authorization: Bearer ${token}`);
  if (content !== '') lines.push(`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(content)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${content}`);
}

/** True if the server has closed the connection with its answer, and more requests are left. */
function repeat(
  socket: Socket,
  request: Buffer,
  takeOne: () => boolean,
  /** Returns the milliseconds to wait before the next request. */
  answered: (status: number, ms: number, text: () => string) => number,
): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  let sent = 0;
  let received: Buffer | null = null;
  const send = () => {
    if (!takeOne()) return resolve(false);
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
    const status = Number(answer.toString('latin1', 9, 12));
    let pause_ms: number;
    try {
      pause_ms = answered(status, now - sent, () => answer.toString());
    } catch (error) {
      return reject(error as Error);
    }
    if (status >= 400 && closes(answer)) resolve(true);
    else if (pause_ms > 0) setTimeout(send, pause_ms);
    else send();
  });
  return promise;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

const closes = (answer: Buffer): boolean =>
  /\r\nconnection: close\r\n/i.test(answer.toString('latin1', 0, answer.indexOf(END_OF_HEAD) + 2));

function isWhole(answer: Buffer): boolean {
  const head = answer.indexOf(END_OF_HEAD);
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.toString('latin1', 0, head));
  if (!length) throw new Error('an answer without Content-Length');
  return answer.length >= head + 4 + Number(length[1]);
}
