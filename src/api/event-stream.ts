import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { TASK_EVENT_FIELDS, type WatchedState } from '../data/contracts/index.ts';
import { Fault } from '../errors.ts';

/** How many tasks' newest states may wait for a client that does not read; beyond that, it is disconnected. */
const MOST_WAITING = 1_000;
/** Heartbeats after which a client that has read nothing is disconnected. */
const MOST_STALLED = 2;

export interface StreamOptions {
  reply: FastifyReply;
  /** Starts sending states; rejects before anything is sent if the caller may not see them. */
  watch(send: (state: WatchedState) => void, end: () => void): Promise<() => void>;
  /** Throws a `Fault` once the caller's session or permission has ended. */
  recheck(): unknown;
  heartbeat_ms: number;
  /** The open streams of the application; they are ended when it closes. */
  streams: Set<EventStream>;
}

/**
 * Sends states as server-sent events until the client leaves, its right ends, or `end`. Each event is a whole state: for a
 * client that reads slowly only the newest of each task is kept, so it never costs more than that and never slows others.
 */
export class EventStream {
  readonly #options: StreamOptions;
  readonly #raw: ServerResponse;
  /** The newest state of each task that the client has not taken yet. */
  readonly #waiting = new Map<string, WatchedState>();
  #phase: 'opening' | 'open' | 'over' = 'opening';
  #stalled = 0;
  #heartbeat: NodeJS.Timeout | undefined;
  #stopWatching: () => void = () => {};

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#raw = options.reply.raw;
  }

  /** Throws a `Fault` if the caller may not see the states, or if the task is deleted in the meantime. */
  async open(): Promise<void> {
    const { reply, watch } = this.#options;
    this.#raw.once('close', () => this.end());
    const stop = await watch(
      (state) => this.#send(state),
      () => this.end(),
    );
    if (this.#raw.destroyed || this.#isOver()) {
      stop();
      // The watched task was deleted while its snapshot was read.
      if (!this.#raw.destroyed) throw new Fault('not_found');
      reply.hijack();
      return;
    }
    this.#stopWatching = stop;
    this.#start();
  }

  end(): void {
    if (this.#phase === 'over') return;
    const answered = this.#phase === 'open';
    this.#phase = 'over';
    clearInterval(this.#heartbeat);
    this.#stopWatching();
    this.#waiting.clear();
    if (answered && !this.#raw.writableEnded) this.#raw.end();
    this.#options.streams.delete(this);
  }

  /** Ends the stream if its caller's session or permission has ended. */
  async recheck(): Promise<void> {
    try {
      await this.#options.recheck();
    } catch (error) {
      // If the check is impossible now because a store is unreachable, it is repeated at the next heartbeat.
      if (error instanceof Fault) this.end();
    }
  }

  // A method, as `end` may have been called while `open` waited: the compiler assumes that the phase is still the first.
  #isOver(): boolean {
    return this.#phase === 'over';
  }

  #start(): void {
    const { reply, heartbeat_ms, streams } = this.#options;
    reply.hijack();
    this.#raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      // Proxies that buffer answers (nginx) would hold events back.
      'x-accel-buffering': 'no',
    });
    this.#phase = 'open';
    streams.add(this);
    this.#raw.on('drain', () => this.#sendWaiting());
    this.#raw.flushHeaders();
    this.#sendWaiting();
    this.#heartbeat = setInterval(() => void this.#beat(), heartbeat_ms);
  }

  #send(state: WatchedState): void {
    if (this.#phase === 'over') return;
    if (this.#phase === 'open' && !this.#raw.writableNeedDrain) {
      this.#raw.write(frames.of(state));
      return;
    }
    this.#waiting.set(state.id, state);
    if (this.#waiting.size > MOST_WAITING && this.#phase === 'open') this.#raw.destroy();
  }

  #sendWaiting(): void {
    this.#stalled = 0;
    for (const [id, state] of this.#waiting) {
      if (this.#phase !== 'open' || this.#raw.writableNeedDrain) return;
      this.#waiting.delete(id);
      this.#raw.write(frames.of(state));
    }
  }

  async #beat(): Promise<void> {
    await this.recheck();
    if (this.#phase !== 'open') return;
    if (!this.#raw.writableNeedDrain) this.#raw.write(':\n\n');
    else if (++this.#stalled >= MOST_STALLED) this.#raw.destroy();
  }
}

/** A change goes to every watching client, so it is serialized only once. */
class EventFrames {
  readonly #written = new WeakMap<WatchedState, Buffer>();

  of(state: WatchedState): Buffer {
    let frame = this.#written.get(state);
    if (!frame) {
      const data = JSON.stringify(
        Object.fromEntries(TASK_EVENT_FIELDS.map((field) => [field, state[field]])),
      );
      frame = Buffer.from(`event: task.updated\nid: ${state.revision}\ndata: ${data}\n\n`);
      this.#written.set(state, frame);
    }
    return frame;
  }
}

const frames = new EventFrames();
