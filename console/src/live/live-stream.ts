import { ApiError, type Connection, ConnectionError, type TaskEvent } from '@client';
import { api } from '../api/client.ts';

type Message =
  | { kind: 'events'; events: TaskEvent[] }
  | { kind: 'connection'; connection: Connection }
  | { kind: 'hello' | 'hurry' | 'try' };

const LOCK = 'backend2-events';
const GATHER_MS = 50;
/** The longest pause between two attempts, while somebody looks at this tab and while nobody does. */
const PAUSE_MS = 2_000;
const HIDDEN_PAUSE_MS = 30_000;
/** Milliseconds between two waits that are cut short: a stream that is refused while other calls succeed is not asked for with each of them. */
const HURRY_MS = 2_000;

export interface Listener {
  onEvent(event: TaskEvent): void;
  onConnection(connection: Connection): void;
}

/**
 * The one stream of events of this browser: a browser opens six connections to a host over HTTP/1.1, and each tab with a stream of
 * its own would hold one. The tab that holds the lock has it and hands events on to the others; when it goes, the next takes over.
 * Pages over plain HTTP have no locks: there each tab has its own.
 */
export class LiveStream {
  readonly #listener: Listener;
  readonly #ended = new AbortController();
  readonly #tabs = new BroadcastChannel('events');
  #leads = false;
  #attempt = new AbortController();
  #connection: Connection = 'connecting';
  #hurried_at = -HURRY_MS;
  #later: ReturnType<typeof setTimeout> | undefined;
  #gathered: TaskEvent[] = [];

  constructor(listener: Listener) {
    this.#listener = listener;
    this.#tabs.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data);
  }

  start(): void {
    this.#tabs.postMessage({ kind: 'hello' } satisfies Message);
    const { signal } = this.#ended;
    const lead = () => this.#lead(signal);
    const done = navigator.locks ? navigator.locks.request(LOCK, { signal }, lead) : lead();
    done.catch((error: unknown) => {
      if (!signal.aborted) console.error('the event stream ended', error);
    });
  }

  /** Connects again at once. The tab that has the stream does this for all of them. */
  renew(): void {
    this.#attempt.abort();
  }

  /** Connects at once if events do not flow, whichever tab has the stream. */
  tryNow(): void {
    if (!this.#leads) this.#tabs.postMessage({ kind: 'try' } satisfies Message);
    else if (this.#connection !== 'open') this.renew();
  }

  /** Ends a wait for the next attempt, as the server is likely to answer now. */
  hurry(): void {
    const now = performance.now();
    if (now - this.#hurried_at < HURRY_MS) return;
    this.#hurried_at = now;
    if (!this.#leads) this.#tabs.postMessage({ kind: 'hurry' } satisfies Message);
    else if (this.#connection === 'waiting') this.renew();
  }

  stop(): void {
    this.#ended.abort();
    clearTimeout(this.#later);
    this.#tabs.close();
  }

  async #lead(signal: AbortSignal): Promise<void> {
    this.#leads = true;
    while (!signal.aborted) {
      const attempt = new AbortController();
      this.#attempt = attempt;
      const either = AbortSignal.any([signal, attempt.signal]);
      try {
        for await (const event of api.followTasks({
          signal: either,
          get longest_pause_ms() {
            return document.hidden ? HIDDEN_PAUSE_MS : PAUSE_MS;
          },
          onConnection: (now) => this.#tell(now),
        }))
          this.#gather(event);
      } catch (error) {
        if (signal.aborted) return;
        if (attempt.signal.aborted) continue;
        // Refused: the session is over, which the next call will show. Otherwise the server could not be reached, or has no place for the stream now.
        if (error instanceof ApiError && error.status < 500 && error.status !== 429) throw error;
        if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
        this.#tell('waiting');
        await new Promise((resolve) => {
          setTimeout(resolve, PAUSE_MS);
          attempt.signal.addEventListener('abort', resolve);
        });
      }
    }
  }

  #hear(message: Message): void {
    if (message.kind === 'events') for (const event of message.events) this.#listener.onEvent(event);
    else if (message.kind === 'connection') {
      this.#connection = message.connection;
      this.#listener.onConnection(message.connection);
      this.#hurryLater();
    } else if (message.kind !== 'hello') {
      if (!this.#leads) return;
      if (message.kind === 'try') this.tryNow();
      else this.hurry();
    } else if (this.#leads)
      this.#tabs.postMessage({ kind: 'connection', connection: this.#connection } satisfies Message);
  }

  /** The tab that has the stream may be hidden, and its pauses long, while somebody looks at this one. */
  #hurryLater(): void {
    clearTimeout(this.#later);
    if (this.#leads || this.#connection !== 'waiting' || this.#ended.signal.aborted) return;
    this.#later = setTimeout(() => {
      if (!document.hidden) this.hurry();
      this.#hurryLater();
    }, PAUSE_MS);
  }

  #tell(connection: Connection): void {
    this.#connection = connection;
    this.#listener.onConnection(connection);
    if (!this.#ended.signal.aborted)
      this.#tabs.postMessage({ kind: 'connection', connection } satisfies Message);
  }

  /** Milliseconds within which events are collected into one message for other tabs. */
  #gather(event: TaskEvent): void {
    this.#listener.onEvent(event);
    this.#gathered.push(event);
    if (this.#gathered.length > 1) return;
    setTimeout(() => {
      const events = this.#gathered;
      this.#gathered = [];
      if (!this.#ended.signal.aborted) this.#tabs.postMessage({ kind: 'events', events } satisfies Message);
    }, GATHER_MS);
  }
}
