import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How many requests of one connection are processed at once; browsers and client libraries send one at a time. */
const IN_HAND = 8;
/** How many requests of one connection may wait. A client that sends more without reading an answer is disconnected. */
const WAITING = 100;
/** The share of the open files of a process that connections may use; the rest is for its own files. */
const SHARE = 0.6;
/** The maximum if the system does not report its limit of open files. */
const OTHERWISE = 4_096;

export const connectionsFor = (open_files: number | null): number =>
  Number.isFinite(open_files) ? Math.floor((open_files as number) * SHARE) : OTHERWISE;

export interface ConnectionOptions {
  /** The most connections at once. */
  most: number;
  /** Called when a connection is ended because there are too many. */
  full(): void;
}

/** The unanswered requests of one connection. */
interface Line {
  in_hand: number;
  waiting: [IncomingMessage, ServerResponse][];
}

/**
 * Limits the cost of connections. At the maximum, the connection that has been idle longest makes room for a new one. If a client sends
 * many requests without reading the answers (pipelining), only a few are processed at a time.
 */
export class Connections {
  readonly #handler: RequestListener;
  readonly #options: ConnectionOptions;
  readonly #lines = new Map<Socket, Line>();
  /** Connections without unanswered requests, longest idle first. */
  readonly #idle = new Set<Socket>();

  constructor(handler: RequestListener, options: ConnectionOptions) {
    this.#handler = handler;
    this.#options = options;
  }

  /** Connections that are open now. */
  get count(): number {
    return this.#lines.size;
  }

  /** To be called before the server listens. */
  serve(server: Server): void {
    server.on('connection', (socket) => this.#opened(socket));
    server.on('request', (request, response) => this.#asked(request, response));
  }

  #opened(socket: Socket): void {
    if (this.#lines.size >= this.#options.most) {
      this.#options.full();
      const [longest] = this.#idle;
      if (!longest) return void socket.destroy();
      this.#closed(longest);
      longest.destroy();
    }
    this.#lines.set(socket, { in_hand: 0, waiting: [] });
    this.#idle.add(socket);
    socket.once('close', () => this.#closed(socket));
  }

  #closed(socket: Socket): void {
    this.#lines.delete(socket);
    this.#idle.delete(socket);
  }

  #asked(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const line = this.#lines.get(socket);
    // The connection was closed while its last bytes were read.
    if (!line) return;
    if (line.in_hand < IN_HAND) this.#start(line, request, response);
    else if (line.waiting.length < WAITING) line.waiting.push([request, response]);
    else socket.destroy();
  }

  #start(line: Line, request: IncomingMessage, response: ServerResponse): void {
    line.in_hand += 1;
    this.#idle.delete(request.socket);
    response.once('close', () => this.#answered(line, request.socket));
    this.#handler(request, response);
  }

  #answered(line: Line, socket: Socket): void {
    line.in_hand -= 1;
    if (this.#lines.get(socket) !== line) return;
    const next = line.waiting.shift();
    if (next) this.#start(line, ...next);
    else if (line.in_hand === 0) this.#idle.add(socket);
  }
}
