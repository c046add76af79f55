const SLICE = 500;

/** Removes up to `limit` rows, 500 in a write, so that nobody waits long behind a purge. Returns how many went. */
export async function inSlices(limit: number, remove: (slice: number) => Promise<number>): Promise<number> {
  let removed = 0;
  while (removed < limit) {
    const slice = Math.min(SLICE, limit - removed);
    const went = await remove(slice);
    removed += went;
    if (went < slice) break;
  }
  return removed;
}
