const PREFIX = 'account ';

/** What this browser tab keeps for its accounts until they sign out. If storage is switched off or full, values last as long as the page. */
class TabStorage {
  readonly #kept = new Map<string, string>();

  read(key: string): string | null {
    try {
      return this.#kept.get(key) ?? sessionStorage.getItem(PREFIX + key);
    } catch {
      // Storage is off.
      return null;
    }
  }

  store(key: string, value: string): void {
    try {
      sessionStorage.setItem(PREFIX + key, value);
      this.#kept.delete(key);
    } catch {
      // Storage is off, or full.
      this.#kept.set(key, value);
    }
  }

  forget(key: string): void {
    this.#kept.delete(key);
    try {
      sessionStorage.removeItem(PREFIX + key);
    } catch {
      // Storage is off: it contains nothing.
    }
  }

  forgetAll(): void {
    this.#kept.clear();
    try {
      for (const key of Object.keys(sessionStorage))
        if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
    } catch {
      // Storage is off: it contains nothing.
    }
  }
}

export const tabStorage = new TabStorage();
