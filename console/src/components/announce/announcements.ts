import { useSyncExternalStore } from 'react';

/** Screen readers read out a region only when its text changes. Added to a text that is announced twice in a row. */
const AGAIN = '\u00a0';

/** Holds the text of the one live region of the page. A region that appears together with its text is not read out, so this one always exists. */
class Announcements {
  #said = '';
  readonly #listeners = new Set<() => void>();

  say(text: string): void {
    this.#said = text === this.#said ? text + AGAIN : text;
    for (const listener of this.#listeners) listener();
  }

  readonly said = (): string => this.#said;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

const announcements = new Announcements();

/** Makes screen readers say what happened, after what they are saying now. Can be called from anywhere, also outside components. */
export const announce = (text: string): void => announcements.say(text);

export const useAnnounced = (): string => useSyncExternalStore(announcements.subscribe, announcements.said);
