import { Client, type User } from '@client';
import { preferences } from '../preferences/preferences.ts';

class Listeners<T> {
  readonly #all = new Set<(what: T) => void>();

  add(listener: (what: T) => void): void {
    this.#all.add(listener);
  }

  tell(what: T): void {
    for (const listener of this.#all) listener(what);
  }
}

const listeners = new Listeners<User | null>();
const answers = new Listeners<void>();

const TIMEOUT_MS = 30_000;

/** The only way to the server. The refresh token is a cookie that no script can read; the access token is kept in this object. */
export const client = new Client({
  cookie: true,
  language: preferences.chosen.language,
  retries: 1,
  timeout_ms: TIMEOUT_MS,
  onUser: (user) => listeners.tell(user),
  async fetch(input, init) {
    const answer = await fetch(input, init);
    // What lies above is the word of a proxy, or of a server that cannot work now.
    if (answer.status < 500) answers.tell();
    return answer;
  },
});

preferences.subscribe(() => {
  client.language = preferences.chosen.language;
});

export const api = client.api;

/** Called when the signed-in user changes, like `Client.onUser`. */
export const onUser = (listener: (user: User | null) => void): void => listeners.add(listener);

/** Called with each answer of the server. */
export const onAnswer = (listener: () => void): void => answers.add(listener);

/** The page that the browser would get for this address now; null if the server is away or busy. */
export async function servedPage(): Promise<string | null> {
  try {
    const headers = { accept: 'text/html' };
    const answer = await fetch(location.pathname, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return answer.ok ? await answer.text() : null;
  } catch {
    // No network, or no answer.
    return null;
  }
}
