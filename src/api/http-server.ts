import type { RequestListener, Server, ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { Fault, type FaultType } from '../errors.ts';
import { openFilesLimit } from '../runtime/open-files.ts';
import { ThrottledLog } from '../runtime/throttled-log.ts';
import { Connections, connectionsFor } from './connections.ts';
import { errorBody } from './envelope.ts';

// An import would read all exports of node:http, which loads its WebSocket implementation.
const { createServer } = process.getBuiltinModule('node:http');

/** Milliseconds between two equal log lines. */
const SAY_AGAIN_MS = 60_000;

/** The HTTP server, with limits on the cost of connections. */
export function serverOf(
  handler: RequestListener,
  options: ServerOptions,
  log: () => FastifyBaseLogger,
): Server {
  // The application answers a request without a host itself, in its own format.
  const server = createServer({ ...options, requireHostHeader: false });
  // Node would answer unknown expectations without a body; a server may ignore them.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  // Fastify's default; longer than proxies keep idle connections.
  server.keepAliveTimeout = 72_000;
  // A client that sends a request so slowly only keeps a connection busy. Answers, including streams, may take any time.
  server.requestTimeout = 120_000;
  const most = connectionsFor(openFilesLimit());
  // Fastify makes its log after the server.
  const warn = (fields: object, line: string) => log().warn(fields, line);
  const warnings = new ThrottledLog({ warn }, SAY_AGAIN_MS);
  const full = () =>
    warnings.warn(
      { most },
      'as many connections as the limit of open files allows: unread, slow and idle ones are closed',
    );
  new Connections(handler, { most, full }).serve(server);
  return server;
}

const faultsOfNode: Record<string, { type: FaultType; line: string }> = {
  HPE_HEADER_OVERFLOW: { type: 'headers_too_large', line: '431 Request Header Fields Too Large' },
  ERR_HTTP_REQUEST_TIMEOUT: { type: 'request_timeout', line: '408 Request Timeout' },
};
const UNREADABLE = { type: 'invalid_request', line: '400 Bad Request' } as const;

/** Answers input that is not HTTP in the usual format, logs the answer's request id, and closes the connection. */
export function refuseUnreadable(
  { code }: NodeJS.ErrnoException,
  socket: Socket,
  request_id: string,
  log: Pick<FastifyBaseLogger, 'info'>,
): void {
  if (!socket.writable) return void socket.destroy();
  const fault = new Fault((faultsOfNode[code ?? ''] ?? UNREADABLE).type);
  log.info({ request_id, status: fault.status, code }, 'a request that is not valid HTTP was refused');
  const body = JSON.stringify(errorBody(fault, undefined, request_id));
  const { line } = faultsOfNode[code ?? ''] ?? UNREADABLE;
  const head = [
    `HTTP/1.1 ${line}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${request_id}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
