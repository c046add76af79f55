import type { Preferences as Stored } from '@client';
import { api } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { queryClient } from '../app/query-client.ts';
import { session } from '../session/session.ts';
import { type Chosen, isLanguage, isTheme, preferences } from './preferences.ts';

/** Changes what the account keeps. Read again first: another device may have changed the rest meanwhile. */
export async function changeStored(change: (now: Stored) => Stored): Promise<Stored> {
  const saved = await api.putPreferences({ body: change(await api.getPreferences()) });
  queryClient.setQueryData(keys.preferences, saved);
  return saved;
}

/** Language and theme go with the account: signing in brings them, choosing keeps them. What this browser has is the copy from before the sign-in. */
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

  /** What was chosen on the sign-in page is newer than what the account has. */
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
    // Without it this browser's copy goes on counting.
    work.catch((error: unknown) =>
      console.warn('the preferences of the account could not be reached', error),
    );
  }
}

/** What can be read of it: anybody may have written there. */
const readable = ({ theme, language }: Stored): Partial<Chosen> => ({
  ...(isTheme(theme) && { theme }),
  ...(isLanguage(language) && { language }),
});

export const accountPreferences = new AccountPreferences();
