/** The known word that a mistyped word probably means; null if none is similar. */
export function nearestTo(word: string, known: readonly string[]): string | null {
  const [nearest] = known.toSorted((a, b) => distance(word, a) - distance(word, b));
  if (nearest === undefined) return null;
  const changed = distance(word, nearest);
  // Every word is similar to a word of two letters.
  return changed < word.length && changed <= Math.max(2, nearest.length / 3) ? nearest : null;
}

/** The Levenshtein distance of two words, ignoring case: the number of letters to change, add or remove. */
function distance(from: string, to: string): number {
  const [a, b] = [from.toLowerCase(), to.toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row.at(-1) as number;
}
