/** Text in quotes that contains a separator, or else the text up to the next separator. */
const PARTS =
  /\s*(?:["“]([^"“”]*[,;，；、\t][^"“”]*)["”]|「([^「」]*[,;，；、\t][^「」]*)」|『([^『』]*[,;，；、\t][^『』]*)』)(?=\s*(?:[,;，；、\t]|$))|[^,;，；、\t]+/g;

/** Splits text into values: one per line. */
export const splitLines = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

/** What stands between the values of a list, and hardly in one of them: of several lines, each with one value, commas may be part. */
const OF_LISTS = /[;；、\t]/;

/**
 * Splits text into values: at commas and semicolons (also Chinese ones), tabs and lines. Several lines with nothing but commas in them
 * are one value each. A part in quotes ("…", “…”, 「…」 or 『…』) keeps its commas.
 */
export function splitList(text: string): string[] {
  const lines = splitLines(text);
  return lines.length === 1 || OF_LISTS.test(lines.join('\n')) ? lines.flatMap(partsOf) : lines;
}

const partsOf = (line: string): string[] =>
  [...line.matchAll(PARTS)]
    .map(([part, ...quoted]) => (quoted.find((one) => one !== undefined) ?? part).trim())
    .filter(Boolean);

/** Returns the list with one value moved to another place. A place outside the list changes nothing. */
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
  /** Values that were in the list already, or come more than once. */
  twice: string[];
  /** Number of values that exceeded the limit. */
  left_out: number;
}

/** Appends values to the list, each only once, up to `most` values in total. */
export function withMore(values: readonly string[], more: readonly string[], most: number): Added {
  const all = [...new Set([...values, ...more])];
  const next = all.slice(0, Math.max(most, values.length));
  return {
    next,
    added: next.slice(values.length),
    twice: [...new Set(more.filter((one, at) => values.includes(one) || more.indexOf(one) < at))],
    left_out: all.length - next.length,
  };
}
