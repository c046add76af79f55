const SLICE = 500;

/** Removes up to `limit` rows, 500 in each write, so that no other write waits long. Returns how many were removed. */
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
