import type { Preferences as Stored } from '@client';
import { api } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { queryClient } from '../app/query-client.ts';
import { session } from '../session/session.ts';
import { type Chosen, isLanguage, isTheme, preferences } from './preferences.ts';

/** Changes the saved preferences. Reads them first, because another device may have changed them. */
export async function changeStored(change: (now: Stored) => Stored): Promise<Stored> {
  const saved = await api.putPreferences({ body: change(await api.getPreferences()) });
  queryClient.setQueryData(keys.preferences, saved);
  return saved;
}

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
    if (user_id) this.#inBackground(this.#load());
  }

  /** A choice made on the sign-in page is newer than that of the account. */
  async #load(): Promise<void> {
    const stored = await api.getPreferences();
    queryClient.setQueryData(keys.preferences, stored);
    if (preferences.isChosenHere) await this.#keep();
    else preferences.adopt(readable(stored));
  }

  async #keep(): Promise<void> {
    const { theme, language } = preferences.chosen;
    await changeStored((now) => ({ ...now, theme, language }));
  }

  #inBackground(work: Promise<void>): void {
    // Without the preferences of the account, the browser's copy is used.
    work.catch((error: unknown) =>
      console.warn('the preferences of the account could not be reached', error),
    );
  }
}

/** Reads the valid parts, because any program may write preferences. */
const readable = ({ theme, language }: Stored): Partial<Chosen> => ({
  ...(isTheme(theme) && { theme }),
  ...(isLanguage(language) && { language }),
});

export const accountPreferences = new AccountPreferences();
