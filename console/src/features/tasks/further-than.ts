const BETWEEN = ' · ';

/** The part of a summary that the name does not say already. Tasks without their own name are named after their prompt. */
export function furtherThan(name: string, summary: string | null): string | null {
  const shown = name.endsWith('…') ? name.slice(0, -1) : name;
  if (!summary?.startsWith(shown)) return summary;
  const values = summary.indexOf(BETWEEN, shown.length);
  return values < 0 ? null : summary.slice(values + BETWEEN.length);
}
