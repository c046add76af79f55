import { Client, type User } from '@client';
import { preferences } from '../preferences/preferences.ts';

class UserListeners {
  readonly #all = new Set<(user: User | null) => void>();

  add(listener: (user: User | null) => void): void {
    this.#all.add(listener);
  }

  tell(user: User | null): void {
    for (const listener of this.#all) listener(user);
  }
}

const listeners = new UserListeners();

/** The only way to the server. The refresh token is a cookie that no script can read; the access token is kept in this object. */
export const client = new Client({
  cookie: true,
  language: preferences.chosen.language,
  retries: 1,
  timeout_ms: 30_000,
  onUser: (user) => listeners.tell(user),
});

preferences.subscribe(() => {
  client.language = preferences.chosen.language;
});

export const api = client.api;

/** Called when the signed-in user changes, like `Client.onUser`. */
export const onUser = (listener: (user: User | null) => void): void => listeners.add(listener);
