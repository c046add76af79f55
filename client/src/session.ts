import { ApiError } from './api-error.ts';
import type { User } from './generated.ts';
import { abortable } from './retry.ts';

/** The answer to signing in and to refreshing. The refresh token is missing if the browser keeps it in a cookie. */
export interface Grant {
  access_token: string;
  expires_in: number;
  refresh_token?: string;
  user: User;
}

/** An object, so that two tokens can be told apart: grants of the same second may contain equal strings. */
export interface AccessToken {
  readonly value: string;
}

/**
 * `key`: uses an API key; never changes. `none`: signed out. `cookie`: the browser may have a session cookie, which has not been tried
 * yet. `signed_in`: there is an access token.
 */
type Mode = 'key' | 'none' | 'cookie' | 'signed_in';

/** A token that expires sooner than this is renewed before it is used. */
const SPARE_MS = 10_000;

/** Keeps the tokens of one account, in memory only, and renews them. Calls that need a new token at the same time share one renewal. */
export class Session {
  readonly #refresh: (refresh_token: string | null) => Promise<Grant>;
  readonly #onUser: (user: User | null) => void;
  readonly #key: AccessToken | null;
  #mode: Mode;
  #access_token: AccessToken | null = null;
  #refresh_token: string | null = null;
  /** By `performance.now()`, because the wall clock can be wrong or change. */
  #expires_at = 0;
  #user: User | null = null;
  #renewal: Promise<AccessToken | null> | null = null;

  constructor(options: {
    key?: string;
    cookie?: boolean;
    refresh(refresh_token: string | null): Promise<Grant>;
    onUser?(user: User | null): void;
  }) {
    this.#key = options.key ? { value: options.key } : null;
    this.#mode = options.key ? 'key' : options.cookie ? 'cookie' : 'none';
    this.#refresh = options.refresh;
    this.#onUser = options.onUser ?? (() => undefined);
  }

  /** The signed-in account; null with an API key and while nobody is signed in. */
  get user(): User | null {
    return this.#user;
  }

  get refresh_token(): string | null {
    return this.#refresh_token;
  }

  begin(grant: Grant): void {
    this.#mode = 'signed_in';
    this.#renewal = null;
    this.#keep(grant);
  }

  /** Tries the cookie again: another tab of the browser may have signed in. */
  tryCookie(): void {
    if (this.#mode === 'none') this.#mode = 'cookie';
  }

  end(): void {
    if (this.#mode === 'key') return;
    this.#mode = 'none';
    this.#renewal = null;
    this.#access_token = null;
    this.#refresh_token = null;
    this.#setUser(null);
  }

  /** The token to send with a call; null while nobody is signed in. */
  async token(signal?: AbortSignal): Promise<AccessToken | null> {
    switch (this.#mode) {
      case 'key':
        return this.#key;
      case 'none':
        return null;
      case 'cookie':
        return this.#renew(signal);
      case 'signed_in':
        return performance.now() < this.#expires_at - SPARE_MS ? this.#access_token : this.#renew(signal);
    }
  }

  /** A new token in place of one that the server refused; null if there is none. */
  async replace(refused: AccessToken, signal?: AbortSignal): Promise<AccessToken | null> {
    if (this.#mode !== 'signed_in') return null;
    // Another call has already renewed it.
    if (this.#access_token !== refused) return this.#access_token;
    return this.#renew(signal);
  }

  #renew(signal?: AbortSignal): Promise<AccessToken | null> {
    if (!this.#renewal) {
      const renewal: Promise<AccessToken | null> = this.#askForToken(() => this.#renewal === renewal);
      this.#renewal = renewal;
    }
    return abortable(this.#renewal, signal);
  }

  /** Its result is ignored if somebody signs in or out in the meantime: `current()` is then false. */
  async #askForToken(current: () => boolean): Promise<AccessToken | null> {
    try {
      const grant = await this.#refresh(this.#refresh_token);
      if (!current()) return this.#access_token;
      this.#mode = 'signed_in';
      this.#keep(grant);
      return this.#access_token;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      if (current()) this.end();
      return null;
    } finally {
      if (current()) this.#renewal = null;
    }
  }

  #keep({ access_token, expires_in, refresh_token, user }: Grant): void {
    this.#access_token = { value: access_token };
    this.#refresh_token = refresh_token ?? null;
    this.#expires_at = performance.now() + expires_in * 1000;
    this.#setUser(user);
  }

  #setUser(user: User | null): void {
    const changed = JSON.stringify(user) !== JSON.stringify(this.#user);
    this.#user = user;
    if (changed) this.#onUser(user);
  }
}
