import { ApiError } from './api-error.ts';
import type { User } from './generated.ts';
import { abortable } from './retry.ts';

/** What signing in and refreshing give. The refresh token is missing when the browser keeps it as a cookie. */
export interface Grant {
  access_token: string;
  expires_in: number;
  refresh_token?: string;
  user: User;
}

/** One for each grant: two grants of the same second hold equal strings, and only the refused one is to be replaced. */
export interface AccessToken {
  readonly value: string;
}

/**
 * `key`: an API key, for good. `none`: signed out. `cookie`: there may be a cookie to sign in with, not tried yet.
 * `signed_in`: there is an access token.
 */
type Mode = 'key' | 'none' | 'cookie' | 'signed_in';

/** A token that ends sooner is renewed before it is used. */
const SPARE_MS = 10_000;

/** Keeps the tokens of one account, in memory only, and renews them: once, however many calls wait for it. */
export class Session {
  readonly #refresh: (refresh_token: string | null) => Promise<Grant>;
  readonly #onUser: (user: User | null) => void;
  readonly #key: AccessToken | null;
  #mode: Mode;
  #access_token: AccessToken | null = null;
  #refresh_token: string | null = null;
  /** On the monotonic clock: what the wall clock says may be wrong, or change. */
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

  /** Who is signed in; null for an API key and while nobody is. */
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

  /** There may be a cookie again: another tab of the browser has signed in. */
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

  /** What a call sends to say who it is; null when there is nothing to send. */
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

  /** A token in place of one that the server refused; null when there is none to get. */
  async replace(refused: AccessToken, signal?: AbortSignal): Promise<AccessToken | null> {
    if (this.#mode !== 'signed_in') return null;
    // Another call has renewed it meanwhile.
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

  /** A sign-in or sign-out in between wins over what this refresh brings: then it is not `current` any more. */
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
