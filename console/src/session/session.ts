import { ApiError, type LoginArgs, type User } from '@client';
import { client, onUser } from '../api/client.ts';
import { tabStorage } from './tab-storage.ts';

/** `unknown`: the cookie has not been tried yet. `away`: the server did not answer. `ended`: the session was ended elsewhere. */
export type SessionState =
  | { is: 'unknown' | 'away' | 'signed_out' | 'ended' }
  | { is: 'signed_in'; user: User };

/** The server sets this cookie for as long as the browser has a session. Without one, asking for tokens would only be refused. */
const hasSession = (): boolean => document.cookie.split('; ').includes('b2_signed_in=1');

/** The signed-in user of all tabs of this browser. Tabs tell each other about signing in and out. */
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

  /** Signs in with the session cookie, if the browser has one. */
  async resume(): Promise<void> {
    try {
      const user = hasSession() ? await client.resume() : null;
      if (!user && this.#state.is !== 'ended') this.#set({ is: 'signed_out' });
    } catch (error) {
      // A refused cookie means signed out. Any other failure may be temporary.
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

  /** Called after the account was changed by its user. */
  changed(user: User): void {
    if (this.#state.is === 'signed_in') this.#set({ is: 'signed_in', user });
  }

  async #leave(): Promise<void> {
    this.#leaving = true;
    tabStorage.forgetAll();
    try {
      await client.signOut();
    } catch (error) {
      // This tab is signed out in any case; another tab may have ended the session before.
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
