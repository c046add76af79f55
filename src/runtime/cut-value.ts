/** A JSON value that was cut to a size that can be processed at once. */
export interface CutValue {
  value: unknown;
  /** JSON pointers of the arrays and objects that lost entries; empty if nothing was cut. */
  cut: ReadonlySet<string>;
}

/** The value with at most `most` nested values, those nearest to the root first. A small value is returned unchanged. */
export function cutValue(given: unknown, most: number): CutValue {
  const cut = new Set<string>();
  const root = { value: given };
  let left = most - 1;
  let level: Place[] = isNested(given) ? [{ holder: root, key: 'value', value: given, pointer: '' }] : [];
  while (level.length > 0) {
    const next: Place[] = [];
    for (const { holder, key, value, pointer } of level) {
      // Listed once for each object: V8 sorts the names of one with thousands of fields.
      const names = Object.keys(value);
      const kept = names.slice(0, left);
      left -= kept.length;
      if (kept.length < names.length) cut.add(pointer);
      const copy: object = Array.isArray(value) ? value.slice(0, kept.length) : copyOf(value, kept);
      (holder as Holder)[key] = copy;
      for (const name of kept) {
        const inner = value[name];
        if (isNested(inner))
          next.push({ holder: copy, key: name, value: inner, pointer: `${pointer}/${escaped(name)}` });
      }
    }
    level = next;
  }
  return { value: cut.size === 0 ? given : root.value, cut };
}

type Holder = Record<string, unknown>;

/** An array or object that is to be replaced by a copy in its holder. */
interface Place {
  holder: object;
  key: string;
  value: Holder;
  pointer: string;
}

const isNested = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

const copyOf = (value: Holder, names: string[]): Holder =>
  Object.fromEntries(names.map((name) => [name, value[name]]));

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
