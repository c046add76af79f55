import { useSyncExternalStore } from 'react';
import { whenThere } from './when-there.ts';

/** Code that is loaded when it is first shown. */
export class LateCode<T> {
  readonly #load: () => Promise<T>;
  readonly #heard = new Set<() => void>();
  #asked = false;
  #loaded: T | null = null;
  #failed: { error: unknown } | null = null;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  readonly subscribe = (hear: () => void): (() => void) => {
    this.#heard.add(hear);
    return () => this.#heard.delete(hear);
  };

  /** What was loaded, or null until then. Throws if it could not be loaded. */
  readonly get = (): T | null => {
    if (!this.#asked) {
      this.#asked = true;
      void this.#ask();
    }
    if (this.#failed) throw this.#failed.error;
    return this.#loaded;
  };

  async #ask(): Promise<void> {
    try {
      this.#loaded = await whenThere(this.#load);
    } catch (error) {
      this.#failed = { error };
    }
    for (const hear of this.#heard) hear();
  }
}

/**
 * The code, or null until it is loaded. With Suspense, React would keep showing what stands for it for 300 ms, even if the code comes at once,
 * and a page asks for its data only when it is shown.
 */
export const useLateCode = <T>(code: LateCode<T>): T | null => useSyncExternalStore(code.subscribe, code.get);
