/** The browser's storage for the console. If storage is switched off, values last as long as the page. */
class KeptStorage {
  readonly #kept = new Map<string, string>();

  read(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      // Storage is off.
      return this.#kept.get(key) ?? null;
    }
  }

  store(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Storage is off, or full.
      this.#kept.set(key, value);
    }
  }

  forget(key: string): void {
    try {
      localStorage.removeItem(key);
    } catch {
      // Storage is off.
      this.#kept.delete(key);
    }
  }
}

export const storage = new KeptStorage();
