const BETWEEN = ' · ';

/** What a summary says beyond the name: a task without a name of its own is called after its prompt, and that is not said twice. */
export function furtherThan(name: string, summary: string | null): string | null {
  const shown = name.endsWith('…') ? name.slice(0, -1) : name;
  if (!summary?.startsWith(shown)) return summary;
  const values = summary.indexOf(BETWEEN, shown.length);
  return values < 0 ? null : summary.slice(values + BETWEEN.length);
}
