/** The known word that a mistyped word probably means; null if none is similar. */
export function nearestTo(word: string, known: readonly string[]): string | null {
  const [nearest] = known.toSorted((a, b) => distance(word, a) - distance(word, b));
  if (nearest === undefined) return null;
  const changed = distance(word, nearest);
  // Every word is similar to a word of two letters.
  return changed < word.length && changed <= Math.max(2, nearest.length / 3) ? nearest : null;
}

/** The known word of which this one is a slip of the keyboard: another case, or one letter (in a longer word, two). Null if there is none. */
export function nearMiss(word: string, known: readonly string[]): string | null {
  const nearest = nearestTo(word, known);
  if (nearest === null) return null;
  return distance(word, nearest) <= (nearest.length < 8 ? 1 : 2) ? nearest : null;
}

/** The number of letters to change, add, remove, or swap with their neighbour, ignoring case. */
function distance(from: string, to: string): number {
  const [a, b] = [from.toLowerCase(), to.toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  let before: number[] = [];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2] : undefined;
      const swap = (swapped ?? Number.POSITIVE_INFINITY) + 1;
      next.push(Math.min(change, swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    before = row;
    row = next;
  }
  return row.at(-1) as number;
}
