import { ApiError, type LoginArgs, type User } from '@client';
import { client, onUser } from '../api/client.ts';

/** `unknown`: the cookie has not been tried yet. `away`: it was, and the server did not answer. `ended`: signed out by somebody else. */
export type SessionState =
  | { is: 'unknown' | 'away' | 'signed_out' | 'ended' }
  | { is: 'signed_in'; user: User };

/** Who is signed in, in all tabs of this browser: one that signs out or in tells the others. */
export class BrowserSession {
  #state: SessionState = { is: 'unknown' };
  #leaving = false;
  readonly #listeners = new Set<() => void>();
  readonly #tabs = new BroadcastChannel('session');

  constructor() {
    onUser((user) => this.#hear(user));
    this.#tabs.onmessage = ({ data }: MessageEvent<'signed_in' | 'signed_out'>) => {
      if (data === 'signed_out' && this.#state.is === 'signed_in') void this.#leave();
      if (data === 'signed_in' && this.#state.is !== 'signed_in') void this.resume();
    };
  }

  get state(): SessionState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Signs in with the cookie that this browser may have. */
  async resume(): Promise<void> {
    try {
      const user = await client.resume();
      if (!user && this.#state.is !== 'ended') this.#set({ is: 'signed_out' });
    } catch (error) {
      // A cookie that was refused is no outage; anything else may pass.
      this.#set({ is: error instanceof ApiError && error.status < 500 ? 'signed_out' : 'away' });
    }
  }

  async signIn(credentials: LoginArgs): Promise<void> {
    await client.signIn(credentials);
    this.#tabs.postMessage('signed_in');
  }

  async signOut(): Promise<void> {
    this.#tabs.postMessage('signed_out');
    await this.#leave();
  }

  /** The account has changed itself. */
  changed(user: User): void {
    if (this.#state.is === 'signed_in') this.#set({ is: 'signed_in', user });
  }

  async #leave(): Promise<void> {
    this.#leaving = true;
    try {
      await client.signOut();
    } catch (error) {
      // This tab is signed out all the same; another tab may have ended the session first.
      if (!(error instanceof Error)) throw error;
    } finally {
      this.#leaving = false;
    }
  }

  #hear(user: User | null): void {
    if (user) this.#set({ is: 'signed_in', user });
    else if (this.#state.is === 'signed_in') this.#set({ is: this.#leaving ? 'signed_out' : 'ended' });
  }

  #set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

export const session = new BrowserSession();
