import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How many requests of one connection are processed at once; browsers and client libraries send one at a time. */
const IN_HAND = 8;
/** How many requests of one connection may wait. A client that sends more without reading an answer is disconnected. */
const WAITING = 100;
/** A connection whose client takes nothing of a waiting answer, or sends nothing of a body, for so long makes room for others where there are too many. */
const STALLED_MS = 5_000;
/** An answer of which nothing is taken for so much longer is given up. */
const GIVEN_UP_MS = 25_000;
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
  /** Shorter times, for tests. */
  stalled_ms?: number;
  given_up_ms?: number;
}

/** The unanswered requests of one connection. */
interface Line {
  in_hand: number;
  /** The newest one; only its body may still be on its way. */
  newest: IncomingMessage | null;
  waiting: [IncomingMessage, ServerResponse][];
}

/**
 * Limits the cost of connections. At the maximum, one that waits for its client makes room for a new one, or else the one that has
 * been idle longest. If a client sends many requests without reading the answers (pipelining), only a few are processed at a time.
 */
export class Connections {
  readonly #handler: RequestListener;
  readonly #options: ConnectionOptions;
  readonly #stalled_ms: number;
  readonly #given_up_ms: number;
  readonly #lines = new Map<Socket, Line>();
  /** Connections without unanswered requests, longest idle first. */
  readonly #idle = new Set<Socket>();
  /** Connections that wait for their client, longest first: for it to read an answer, or to send the rest of a body. */
  readonly #stalled = new Set<Socket>();

  constructor(handler: RequestListener, options: ConnectionOptions) {
    this.#handler = handler;
    this.#options = options;
    this.#stalled_ms = options.stalled_ms ?? STALLED_MS;
    this.#given_up_ms = options.given_up_ms ?? GIVEN_UP_MS;
  }

  /** Connections that are open now. */
  get count(): number {
    return this.#lines.size;
  }

  /** To be called before the server listens. */
  serve(server: Server): void {
    server.on('connection', (socket) => this.#opened(socket));
    server.on('request', (request, response) => this.#asked(request, response));
    // Node's timer of a socket begins again with every byte that arrives or that the client takes.
    server.timeout = this.#stalled_ms;
    server.on('timeout', (socket) => this.#quiet(socket));
  }

  #opened(socket: Socket): void {
    if (this.#lines.size >= this.#options.most) {
      this.#options.full();
      const [longest] = this.#stalled.size > 0 ? this.#stalled : this.#idle;
      if (!longest) return void socket.destroy();
      this.#closed(longest);
      longest.destroy();
    }
    this.#lines.set(socket, { in_hand: 0, newest: null, waiting: [] });
    this.#idle.add(socket);
    socket.once('close', () => this.#closed(socket));
  }

  #closed(socket: Socket): void {
    this.#lines.delete(socket);
    this.#idle.delete(socket);
    this.#stalled.delete(socket);
  }

  /** Nothing has passed over the connection for a while. With a listener, Node leaves it to us to end the connection. */
  #quiet(socket: Socket): void {
    const { in_hand = 0, newest = null } = this.#lines.get(socket) ?? {};
    const unread = socket.writableLength > 0;
    if (in_hand > 0 ? unread && this.#stalled.has(socket) : socket.timeout !== this.#stalled_ms) {
      // The client takes no more of its answer, or the time to keep an idle connection is over.
      socket.destroy();
    } else if (in_hand > 0 && (unread || newest?.complete === false)) {
      this.#stalled.add(socket);
      socket.setTimeout(this.#given_up_ms);
    }
    // Otherwise the request is being worked on, or has not arrived yet, for which Node has its own limits.
  }

  #asked(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const line = this.#lines.get(socket);
    // The connection was closed while its last bytes were read.
    if (!line) return;
    line.newest = request;
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
    // Node sets the timer again for the next request, but not for one that has arrived already.
    if (this.#stalled.delete(socket) && line.in_hand > 0) socket.setTimeout(this.#stalled_ms);
    const next = line.waiting.shift();
    if (next) this.#start(line, ...next);
    else if (line.in_hand === 0) this.#idle.add(socket);
  }
}
