/** The path of a request as the router reads it: without its query, percent-encoding undone where that is possible. */
export function pathOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    // Not even an encoding: the router refuses it, and what is asked of it here is how it begins.
    return path;
  }
}

/** Whether the path is that of the API, whose answers have one format and one set of headers. */
export const isApiPath = (path: string): boolean => path === '/api' || path.startsWith('/api/');
