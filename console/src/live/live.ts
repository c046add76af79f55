import type { Connection } from '@client';
import { session } from '../session/session.ts';
import { LiveStream } from './live-stream.ts';
import { TaskStore } from './task-store.ts';

/** The live state of tasks, fed by one event stream while somebody is signed in. */
class Live {
  readonly tasks = new TaskStore();
  #stream: LiveStream | null = null;
  #user_id: string | null = null;
  #connection: Connection = 'connecting';
  readonly #listeners = new Set<() => void>();

  constructor() {
    session.subscribe(() => this.#follow());
    this.#follow();
  }

  get connection(): Connection {
    return this.#connection;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #follow(): void {
    const { state } = session;
    const user_id = state.is === 'signed_in' ? state.user.id : null;
    if (user_id === this.#user_id) return;
    this.#user_id = user_id;
    this.#stream?.stop();
    this.#stream = null;
    this.tasks.clear();
    this.#setConnection('connecting');
    if (!user_id) return;
    this.#stream = new LiveStream({
      onEvent: (event) => this.tasks.hear(event),
      onConnection: (connection) => this.#setConnection(connection),
    });
    this.#stream.start();
  }

  #setConnection(connection: Connection): void {
    // A further attempt is reported only once it succeeds.
    if (connection === 'connecting' && this.#connection === 'waiting' && this.#user_id) return;
    this.#connection = connection;
    for (const listener of this.#listeners) listener();
  }
}

export const live = new Live();
