import type { Preferences as Stored } from '@client';
import { api } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { queryClient } from '../app/query-client.ts';
import { session } from '../session/session.ts';
import { type Chosen, isLanguage, isTheme, preferences } from './preferences.ts';

/** The saved preferences. They are saved as a whole, so one change waits for the other: it would be lost. */
class StoredPreferences {
  #last: Promise<Stored> = Promise.resolve({});
  #asked: Promise<Stored> | null = null;

  /** Those who ask before there is an answer share it. */
  load(): Promise<Stored> {
    if (this.#asked) return this.#asked;
    const asked = api.getPreferences().finally(() => {
      if (this.#asked === asked) this.#asked = null;
    });
    this.#asked = asked;
    return asked;
  }

  /** An answer that is under way is that of another account. */
  forget(): void {
    this.#asked = null;
  }

  change(change: (now: Stored) => Stored): Promise<Stored> {
    const save = () => this.#save(change);
    this.#last = this.#last.then(save, save);
    return this.#last;
  }

  async #save(change: (now: Stored) => Stored): Promise<Stored> {
    // Read first, because another device may have changed them.
    const saved = await api.putPreferences({ body: change(await api.getPreferences()) });
    await queryClient.cancelQueries({ queryKey: keys.preferences });
    queryClient.setQueryData(keys.preferences, saved);
    return saved;
  }
}

const stored_preferences = new StoredPreferences();

export const loadStored = (): Promise<Stored> => stored_preferences.load();

export const changeStored = (change: (now: Stored) => Stored): Promise<Stored> =>
  stored_preferences.change(change);

/** Keeps language and theme with the account: loads them at sign-in and saves every choice. The browser keeps a copy for the time before sign-in. */
class AccountPreferences {
  #user_id: string | null = null;

  start(): void {
    session.subscribe(() => this.#follow());
    this.#follow();
    preferences.onChosen(() => {
      if (this.#user_id) this.#inBackground(this.#keep());
    });
  }

  #follow(): void {
    const { state } = session;
    const user_id = state.is === 'signed_in' ? state.user.id : null;
    if (user_id === this.#user_id) return;
    this.#user_id = user_id;
    stored_preferences.forget();
    if (user_id) this.#inBackground(this.#load());
  }

  /** A choice made on the sign-in page is newer than that of the account. */
  async #load(): Promise<void> {
    // Not by the query: it is cancelled with the page that shows a part of them, and they would not be adopted.
    const stored = await stored_preferences.load();
    queryClient.setQueryData(keys.preferences, stored);
    if (preferences.isChosenHere) await this.#keep();
    else preferences.adopt(readable(stored));
  }

  async #keep(): Promise<void> {
    await changeStored((now) => {
      const { theme, language, letters } = preferences.chosen;
      return { ...now, theme, language, letters };
    });
  }

  #inBackground(work: Promise<void>): void {
    // Without the preferences of the account, the browser's copy is used.
    work.catch((error: unknown) =>
      console.warn('the preferences of the account could not be reached', error),
    );
  }
}

/** Reads the valid parts, because any program may write preferences. */
const readable = ({ theme, language, letters }: Stored): Partial<Chosen> => ({
  ...(isTheme(theme) && { theme }),
  ...(isLanguage(language) && { language }),
  ...(typeof letters === 'boolean' && { letters }),
});

export const accountPreferences = new AccountPreferences();
