const KEY = 'reloaded_at';
const AGAIN_AFTER_MS = 60_000;

/** Reloads the page, unless it was reloaded a moment ago: then reloading does not help. */
export function reloadOnce(): boolean {
  try {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - last < AGAIN_AFTER_MS) return false;
    sessionStorage.setItem(KEY, String(Date.now()));
  } catch {
    // Without storage nothing would keep it from reloading for ever.
    return false;
  }
  location.reload();
  return true;
}
