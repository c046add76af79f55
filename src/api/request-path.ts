/** The path of a request as the router reads it: without the query, and percent-decoded if possible. */
export function pathOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    // Invalid encoding: the router refuses it, and only the beginning of the path matters here.
    return path;
  }
}

/** Whether the path belongs to the API, whose answers share one format and set of headers. */
export const isApiPath = (path: string): boolean => path === '/api' || path.startsWith('/api/');
