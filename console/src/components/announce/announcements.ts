import { useSyncExternalStore } from 'react';

/** The same words twice would be no change of the region, which is then not read out: one of the two ends with this. */
const AGAIN = '\u00a0';

/** What was read out last. There is one region for the whole page: one that comes and goes with its words is not heard. */
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

/** Has a screen reader say what happened, once it has finished what it is saying. From anywhere, also outside components. */
export const announce = (text: string): void => announcements.say(text);

export const useAnnounced = (): string => useSyncExternalStore(announcements.subscribe, announcements.said);
