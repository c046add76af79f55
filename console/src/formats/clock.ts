import { useSyncExternalStore } from 'react';

/** One clock for all that shows time in steps of one length: it changes together, and one timer runs however much there is. */
class Clock {
  #now = Date.now();
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #step_ms: number;
  readonly #listeners = new Set<() => void>();

  constructor(step_ms: number) {
    this.#step_ms = step_ms;
  }

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
    }, this.#step_ms);
  }
}

const at = (step_ms: number) => {
  const clock = new Clock(step_ms);
  return { subscribe: (listener: () => void) => clock.subscribe(listener), now: () => clock.now };
};
const ages = at(10_000);
const seconds = at(1_000);

/** Milliseconds, as of the last step of ten seconds. */
export const useNow = (): number => useSyncExternalStore(ages.subscribe, ages.now);

/** Milliseconds, as of the last second while something runs that is timed; else in steps of ten. */
export function useRunningNow(running: boolean): number {
  const clock = running ? seconds : ages;
  return useSyncExternalStore(clock.subscribe, clock.now);
}
