/**
 * The results of the work for each, of which at most `at_once` is under way at a time. More calls than MongoDB has connections for wait for
 * one, and after 2 s they fail: on a busy machine that is a call too many, not a fault.
 */
export async function inParts<T, R>(
  list: readonly T[],
  work: (one: T) => Promise<R>,
  at_once = 25,
): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < list.length; from += at_once)
    results.push(...(await Promise.all(list.slice(from, from + at_once).map(work))));
  return results;
}
