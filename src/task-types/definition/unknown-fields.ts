/** Names that a definition may not have, with the known name that each was likely meant to be. */

/** Throws for the first name that is not known. */
export function refuseUnknown(names: string[], known: string[], prefix: string): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const [nearest = ''] = known.toSorted((a, b) => distance(unknown, a) - distance(unknown, b));
  const hint =
    distance(unknown, nearest) <= Math.max(2, nearest.length / 3)
      ? `did you mean \`${nearest}\`?`
      : `known are ${known.map((name) => `\`${name}\``).join(', ')}`;
  throw new Error(`\`${prefix}${unknown}\` is no field of a task type; ${hint}`);
}

/** Letters to change, add or leave out to make the one of the other (Levenshtein), whatever their case. */
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
