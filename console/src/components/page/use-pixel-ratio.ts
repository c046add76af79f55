import { useSyncExternalStore } from 'react';

/** Pixels of the screen for one of the page. It changes with the zoom, and when the window moves to another screen, which is no change of its size. */
class PixelRatio {
  readonly #listeners = new Set<() => void>();

  constructor() {
    this.#watch();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** No query matches every change: each is of the ratio that there is. */
  #watch(): void {
    const now = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const onChange = () => {
      for (const listener of this.#listeners) listener();
      this.#watch();
    };
    now.addEventListener('change', onChange, { once: true });
  }
}

const ratio = new PixelRatio();

export const usePixelRatio = (): number => useSyncExternalStore(ratio.subscribe, () => devicePixelRatio);
