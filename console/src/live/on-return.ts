/** Calls the listener when the network is back, or somebody comes back to this tab, until the returned function is called. */
export function onReturn(listener: () => void): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  addEventListener('online', listener, { signal });
  addEventListener('focus', listener, { signal });
  document.addEventListener('visibilitychange', () => document.hidden || listener(), { signal });
  return () => ended.abort();
}
