/** A JSON value that was cut to a size that can be processed at once. */
export interface CutValue {
  value: unknown;
  /** JSON pointers of the arrays and objects that lost entries; empty if nothing was cut. */
  cut: ReadonlySet<string>;
}

/** The value with at most `most` nested values, those nearest to the root first. A small value is returned unchanged. */
export function cutValue(given: unknown, most: number): CutValue {
  if (countValues(given, most) <= most) return { value: given, cut: new Set() };
  const cut = new Set<string>();
  const root: { value: unknown } = { value: given };
  let left = most - 1;
  let level: Place[] = [{ holder: root, key: 'value', pointer: '' }];
  while (level.length > 0) {
    const next: Place[] = [];
    for (const { holder, key, pointer } of level) {
      const value = (holder as Record<string, unknown>)[key];
      if (typeof value !== 'object' || value === null) continue;
      const names = Object.keys(value);
      const kept = names.slice(0, left);
      left -= kept.length;
      if (kept.length < names.length) cut.add(pointer);
      const copy: object = Array.isArray(value)
        ? value.slice(0, kept.length)
        : Object.fromEntries(kept.map((name) => [name, (value as Record<string, unknown>)[name]]));
      (holder as Record<string, unknown>)[key] = copy;
      for (const name of kept) next.push({ holder: copy, key: name, pointer: `${pointer}/${escaped(name)}` });
    }
    level = next;
  }
  return { value: root.value, cut };
}

interface Place {
  holder: object;
  key: string;
  pointer: string;
}

/** Counts no further than one above `most`. */
function countValues(root: unknown, most: number): number {
  const open: unknown[] = [root];
  let count = 1;
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    const inner = Object.values(value);
    count += inner.length;
    if (count > most) return most + 1;
    open.push(...inner);
  }
  return count;
}

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
