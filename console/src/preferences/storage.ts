/** What the browser keeps for this console. Storage may be switched off: what is put there then lasts as long as the page. */
const kept = new Map<string, string>();

export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage is off.
    return kept.get(key) ?? null;
  }
}

export function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is off, or full.
    kept.set(key, value);
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage is off.
    kept.delete(key);
  }
}
