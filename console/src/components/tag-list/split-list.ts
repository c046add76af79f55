/** The values of a pasted list: one a line, or else split at commas and semicolons, also the Chinese ones. */
export function splitList(text: string): string[] {
  const lines = text.split(/\r?\n/);
  const parts = lines.filter((line) => line.trim()).length > 1 ? lines : text.split(/[,;，；、\t]/);
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** The list with one value at another place; a place outside it changes nothing. */
export function moved<T>(values: readonly T[], from: number, to: number): T[] {
  const list = [...values];
  if (to < 0 || to >= list.length) return list;
  const [value] = list.splice(from, 1);
  if (value !== undefined) list.splice(to, 0, value);
  return list;
}

export interface Added {
  next: string[];
  added: string[];
  /** What was in the list already. */
  twice: string[];
  /** How many had no room. */
  left_out: number;
}

/** The list with more values at its end, each of them once, and no more than `most`. */
export function withMore(values: readonly string[], more: readonly string[], most: number): Added {
  const all = [...new Set([...values, ...more])];
  const next = all.slice(0, Math.max(most, values.length));
  return {
    next,
    added: next.slice(values.length),
    twice: [...new Set(more.filter((one) => values.includes(one)))],
    left_out: all.length - next.length,
  };
}
