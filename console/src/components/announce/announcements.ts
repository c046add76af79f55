import { useSyncExternalStore } from 'react';

/** Screen readers read out a region only when its text changes. Added to a text that is announced twice in a row. */
const AGAIN = '\u00a0';

/** What was said long ago is not found by those who read the page line by line. */
const KEPT_MS = 20_000;

/** Holds the text of the one live region of the page. A region that appears together with its text is not read out, so this one always exists. */
class Announcements {
  #said = '';
  #forgetting: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  say(text: string): void {
    this.#set(text === this.#said ? text + AGAIN : text);
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => this.#set(''), KEPT_MS);
  }

  #set(text: string): void {
    this.#said = text;
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
