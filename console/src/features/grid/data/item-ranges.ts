/** The server refuses longer texts. */
const MOST = 8_000;

/** Numbers of items as the server takes them: `0-2,5`. Several texts if one would be too long. */
export function itemRanges(indexes: readonly number[], most = MOST): string[] {
  const texts: string[] = [];
  for (const range of rangesOf(indexes)) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + range.length <= most)
      texts[texts.length - 1] = `${last},${range}`;
    else texts.push(range);
  }
  return texts;
}

function rangesOf(indexes: readonly number[]): string[] {
  const ranges: [from: number, to: number][] = [];
  for (const index of [...new Set(indexes)].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
}
