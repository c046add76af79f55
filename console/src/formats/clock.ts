import { useSyncExternalStore } from 'react';

/** One clock for all displays of time with the same step, so that they change together and share one timer. */
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

/** The current time in milliseconds, updated every ten seconds. */
export const useNow = (): number => useSyncExternalStore(ages.subscribe, ages.now);

/** The current time in milliseconds, updated every second while something timed is running, otherwise every ten seconds. */
export function useRunningNow(running: boolean): number {
  const clock = running ? seconds : ages;
  return useSyncExternalStore(clock.subscribe, clock.now);
}
