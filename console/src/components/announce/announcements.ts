import { useSyncExternalStore } from 'react';

/** Long enough to be read out; what was said longer ago is not found by those who read the page line by line. */
const KEPT_MS = 7_000;

/** What is said in the same moment does not take the place of what was said just before. */
const MOMENT_MS = 1_000;

export interface Announcement {
  /** Another number for each, so that a text that is said twice is new to screen readers. */
  id: number;
  text: string;
  /** What it tells about, if a newer text about the same takes its place. */
  about: string | undefined;
  at: number;
}

/** Holds the texts of the one live region of the page. A region that appears together with its text is not read out, so this one always exists. */
export class Announcements {
  #said: readonly Announcement[] = [];
  #count = 0;
  readonly #listeners = new Set<() => void>();

  get said(): readonly Announcement[] {
    return this.#said;
  }

  say(text: string, about?: string): void {
    if (text === '') return;
    this.#count += 1;
    const one = { id: this.#count, text, about, at: performance.now() };
    const others = this.#fresh().filter((other) => about === undefined || other.about !== about);
    this.#set([...others, one]);
    setTimeout(() => this.#set(this.#said.filter(({ id }) => id !== one.id)), KEPT_MS);
  }

  /** What was said about this is no longer so. */
  withdraw(about: string): void {
    this.#set(this.#said.filter((one) => one.about !== about));
  }

  /** Another page is shown: what was said on the one before is over, except what led to the other. */
  turn(): void {
    this.#set(this.#fresh());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #fresh(): readonly Announcement[] {
    const now = performance.now();
    return this.#said.filter(({ at }) => now - at < MOMENT_MS);
  }

  #set(said: readonly Announcement[]): void {
    if (said.length === 0 && this.#said.length === 0) return;
    this.#said = said;
    for (const listener of this.#listeners) listener();
  }
}

export const announcements = new Announcements();

/**
 * Makes screen readers say what happened, after what they are saying now. Can be called from anywhere, also outside components. A number
 * that changes fast takes the place of the last one about the same.
 */
export const announce = (text: string, about?: string): void => announcements.say(text, about);

export const useAnnounced = (): readonly Announcement[] =>
  useSyncExternalStore(announcements.subscribe, () => announcements.said);
