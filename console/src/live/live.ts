import type { Connection } from '@client';
import { onAnswer } from '../api/client.ts';
import { session } from '../session/session.ts';
import { LiveStream } from './live-stream.ts';
import { onReturn } from './on-return.ts';
import { TaskStore } from './task-store.ts';

/** `offline`: the connection was lost, and this device says that it has no network. */
export type Shown = Connection | 'offline';

/** The live state of tasks, fed by one event stream while somebody is signed in. */
class Live {
  readonly tasks = new TaskStore();
  #stream: LiveStream | null = null;
  #user_id: string | null = null;
  #connection: Connection = 'connecting';
  /** Whether events may have been missed when the stream is open next: it was open before, or could not be opened. */
  #interrupted = false;
  readonly #listeners = new Set<() => void>();
  readonly #resume_listeners = new Set<() => void>();

  constructor() {
    session.subscribe(() => this.#follow());
    this.#follow();
    // The network that goes does not end a stream, and one that comes back ends no wait: each is tried now.
    for (const event of ['online', 'offline']) addEventListener(event, () => this.#renew());
    // The pauses of a hidden tab are long, and its timers late: an answer to any call, or somebody who looks, ends one.
    onAnswer(() => this.#hurry());
    onReturn(() => this.#hurry());
  }

  get connection(): Shown {
    return this.#connection === 'waiting' && !navigator.onLine ? 'offline' : this.#connection;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls the listener when events flow again after a gap, however short: what is shown may have changed in it. */
  onResume(listener: () => void): () => void {
    this.#resume_listeners.add(listener);
    return () => this.#resume_listeners.delete(listener);
  }

  /** Connects at once instead of at the end of a pause. */
  tryNow(): void {
    this.#stream?.tryNow();
  }

  #follow(): void {
    const { state } = session;
    const user_id = state.is === 'signed_in' ? state.user.id : null;
    if (user_id === this.#user_id) return;
    this.#user_id = user_id;
    this.#stream?.stop();
    this.#stream = null;
    this.tasks.clear();
    this.#interrupted = false;
    this.#setConnection('connecting');
    if (!user_id) return;
    this.#stream = new LiveStream({
      onEvent: (event) => this.tasks.hear(event),
      onConnection: (connection) => this.#setConnection(connection),
    });
    this.#stream.start();
  }

  #renew(): void {
    this.#stream?.renew();
    for (const listener of this.#listeners) listener();
  }

  #hurry(): void {
    if (this.#connection === 'waiting') this.#stream?.hurry();
  }

  #setConnection(connection: Connection): void {
    // A further attempt is reported only once it succeeds.
    if (connection === 'connecting' && this.#connection === 'waiting' && this.#user_id) return;
    const resumed = connection === 'open' && this.#connection !== 'open' && this.#interrupted;
    this.#connection = connection;
    this.#interrupted ||= connection !== 'connecting';
    for (const listener of this.#listeners) listener();
    if (resumed) for (const listener of this.#resume_listeners) listener();
  }
}

export const live = new Live();
