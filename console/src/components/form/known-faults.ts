/** Faults that the browser can tell, by the field of the API at which they are shown; without those of fields that have none. */
export const knownFaults = (of: Record<string, string | false | null>): { path: string; message: string }[] =>
  Object.entries(of).flatMap(([path, message]) => (message ? [{ path, message }] : []));
