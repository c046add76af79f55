/** What is wrong with the definition of a task type: everything, so that its author corrects it in one round. */
export class Problems {
  readonly #found: string[] = [];

  add(message: string): void {
    this.#found.push(message);
  }

  /** Returns the condition. */
  need(condition: boolean, message: string): boolean {
    if (!condition) this.add(message);
    return condition;
  }

  /** The value if it is a whole number from 1 to `max`, otherwise `instead`. */
  whole(value: unknown, name: string, max: number, instead = 1): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max) return value;
    this.add(`\`${name}\` must be a whole number from 1 to ${max}`);
    return instead;
  }

  /** Adds each name that is not known, with the known name that it was likely meant to be. */
  unknown(names: string[], known: string[], prefix: string): void {
    for (const name of names) {
      if (known.includes(name)) continue;
      const [nearest = ''] = known.toSorted((a, b) => distance(name, a) - distance(name, b));
      const hint =
        distance(name, nearest) <= Math.max(2, nearest.length / 3)
          ? `did you mean \`${nearest}\`?`
          : `known are ${known.map((one) => `\`${one}\``).join(', ')}`;
      this.add(`\`${prefix}${name}\` is no field of a task type; ${hint}`);
    }
  }

  /** Throws one error that names all. */
  throwAny(): void {
    if (this.#found.length > 0) throw new Error(this.#found.join('; '));
  }
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
