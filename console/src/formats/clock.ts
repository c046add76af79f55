import { useSyncExternalStore } from 'react';

const STEP_MS = 10_000;

/** One clock for all ages on the page: they change together, and one timer runs however many there are. */
class Clock {
  #now = Date.now();
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #listeners = new Set<() => void>();

  get now(): number {
    return this.#now;
  }

  subscribe(listener: () => void): () => void {
    if (this.#listeners.size === 0) this.#start();
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) clearInterval(this.#timer);
    };
  }

  #start(): void {
    this.#now = Date.now();
    this.#timer = setInterval(() => {
      this.#now = Date.now();
      for (const listener of this.#listeners) listener();
    }, STEP_MS);
  }
}

const clock = new Clock();
const subscribe = (listener: () => void) => clock.subscribe(listener);

/** Milliseconds, as of the last step of ten seconds. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => clock.now);
