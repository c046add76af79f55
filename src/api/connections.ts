import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { FewPerTurn } from '../runtime/few-per-turn.ts';

/** How many requests of one connection are processed at once; browsers and client libraries send one at a time. */
const IN_HAND = 8;
/** How many requests of one connection may wait. A client that sends more without reading an answer is disconnected. */
const WAITING = 100;
/** If there are too many connections, one whose client has read nothing of an answer, or sent nothing of a body, for this long is ended. */
const STALLED_MS = 5_000;
/** So is one whose body has been on its way for this long with fewer bytes per second. A phone with a bad connection sends 20 kB. */
const SLOW_AFTER_MS = 2_000;
const LEAST_BYTES_PER_S = 500;
/** How many bodies are examined to find the slowest. */
const LOOKED_AT = 1_000;
/** After this much longer without any reading, an answer is given up in any case. */
const GIVEN_UP_MS = 25_000;
/** The share of the open files of a process that connections may use; the rest is for its own files, which need at least so many. */
const SHARE = 0.6;
const OWN_FILES = 100;
/** The maximum if the system does not report its limit of open files. */
const OTHERWISE = 4_096;

export const connectionsFor = (open_files: number | null): number =>
  Number.isFinite(open_files) ? shareOf(open_files as number) : OTHERWISE;

const shareOf = (open_files: number): number =>
  Math.max(1, Math.min(Math.floor(open_files * SHARE), open_files - OWN_FILES));

export interface ConnectionOptions {
  /** The most connections at once. */
  most: number;
  /** Called when a connection is ended because there are too many. */
  full(): void;
  /** Shorter times, for tests. */
  stalled_ms?: number;
  slow_after_ms?: number;
  given_up_ms?: number;
}

/** The unanswered requests of one connection. */
interface Line {
  in_hand: number;
  /** The newest one; only its body may still be on its way. */
  newest: IncomingMessage | null;
  /** When the newest one arrived, and how many bytes of the connection had been read by then. */
  since: number;
  read: number;
  waiting: [IncomingMessage, ServerResponse][];
  /** Whether the next of these waits for its turn among those of other connections. */
  in_turn: boolean;
}

/**
 * Limits the cost of connections. At the maximum, one that waits for its client makes room for a new one, or else one whose body arrives
 * too slowly, or the one that has been idle longest, or the one whose body arrives slowest. If a client sends many requests without
 * reading the answers (pipelining), only a few are processed at a time, and those of all such clients take turns with everything else.
 */
export class Connections {
  readonly #handler: RequestListener;
  readonly #options: ConnectionOptions;
  readonly #stalled_ms: number;
  readonly #slow_after_ms: number;
  readonly #given_up_ms: number;
  readonly #lines = new Map<Socket, Line>();
  /** Starts requests that have arrived before the answer to another one of their connection. */
  readonly #early = new FewPerTurn();
  /** Connections without unanswered requests, longest idle first. */
  readonly #idle = new Set<Socket>();
  /** Connections that wait for their client, longest first: for it to read an answer, or to send the rest of a body. */
  readonly #stalled = new Set<Socket>();
  /** Connections whose newest request has a body, longest first; some of the bodies may have arrived meanwhile. */
  readonly #sending = new Set<Socket>();

  constructor(handler: RequestListener, options: ConnectionOptions) {
    this.#handler = handler;
    this.#options = options;
    this.#stalled_ms = options.stalled_ms ?? STALLED_MS;
    this.#slow_after_ms = options.slow_after_ms ?? SLOW_AFTER_MS;
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
      const leaving = this.#whoMakesRoom();
      if (!leaving) return void socket.destroy();
      this.#closed(leaving);
      leaving.destroy();
    }
    this.#lines.set(socket, { in_hand: 0, newest: null, since: 0, read: 0, waiting: [], in_turn: false });
    this.#idle.add(socket);
    socket.once('close', () => this.#closed(socket));
  }

  #whoMakesRoom(): Socket | undefined {
    const [stalled] = this.#stalled;
    if (stalled) return stalled;
    const body = this.#slowBody();
    const [idle] = this.#idle;
    return body?.too_slow ? body.socket : (idle ?? body?.socket);
  }

  /** Among the bodies that have been on their way for a while, the first one that is too slow, or otherwise the slowest. */
  #slowBody(): { socket: Socket; too_slow: boolean } | undefined {
    const now = performance.now();
    let slowest: { socket: Socket; rate: number } | undefined;
    let looked_at = 0;
    for (const socket of this.#sending) {
      const { newest = null, since = 0, read = 0 } = this.#lines.get(socket) ?? {};
      if (newest?.complete !== false) {
        this.#sending.delete(socket);
        continue;
      }
      const age_ms = now - since;
      if (age_ms < this.#slow_after_ms || looked_at++ >= LOOKED_AT) break;
      const rate = ((socket.bytesRead - read) * 1_000) / age_ms;
      if (rate < LEAST_BYTES_PER_S) return { socket, too_slow: true };
      if (rate < (slowest?.rate ?? Number.POSITIVE_INFINITY)) slowest = { socket, rate };
    }
    return slowest && { socket: slowest.socket, too_slow: false };
  }

  #closed(socket: Socket): void {
    this.#lines.delete(socket);
    this.#sending.delete(socket);
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
    this.#sending.delete(socket);
    if (hasBody(request)) {
      line.since = performance.now();
      line.read = socket.bytesRead;
      this.#sending.add(socket);
    }
    const unanswered = line.in_hand + line.waiting.length;
    if (unanswered >= IN_HAND + WAITING) return void socket.destroy();
    if (unanswered === 0) {
      this.#start(line, request, response);
      return;
    }
    line.waiting.push([request, response]);
    this.#takeTurn(line, socket);
  }

  /** Many requests may arrive in one piece: without turns, all of them would be answered before anything else is. */
  #takeTurn(line: Line, socket: Socket): void {
    if (line.in_turn || line.in_hand >= IN_HAND || line.waiting.length === 0) return;
    line.in_turn = true;
    this.#early.add(() => {
      line.in_turn = false;
      if (this.#lines.get(socket) !== line) return;
      const next = line.waiting.shift();
      if (next) this.#start(line, ...next);
      this.#takeTurn(line, socket);
    });
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
    this.#takeTurn(line, socket);
    if (line.in_hand + line.waiting.length === 0) {
      this.#idle.add(socket);
      this.#sending.delete(socket);
    }
  }
}

/** A body without bytes counts as one, too; it has arrived at once. */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
