const KEY = 'reloaded_at';
const AGAIN_AFTER_MS = 60_000;

/** Reloads the page, unless it was reloaded a moment ago: then reloading does not help. */
class Reload {
  /** Several parts may ask for it before the page is gone. */
  #begun = false;

  once(): boolean {
    if (this.#begun) return true;
    try {
      const last = Number(sessionStorage.getItem(KEY) ?? 0);
      if (Date.now() - last < AGAIN_AFTER_MS) return false;
      sessionStorage.setItem(KEY, String(Date.now()));
    } catch {
      // Without storage nothing would keep it from reloading for ever.
      return false;
    }
    this.#begun = true;
    location.reload();
    return true;
  }
}

export const reload = new Reload();
