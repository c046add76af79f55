import { nearestTo } from '../../runtime/nearest.ts';

/** Collects all faults of the definition of a task type, so that its author can correct them at once. */
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

  /** Adds each unknown name, with the known name that was probably meant. */
  unknown(names: string[], known: string[], prefix: string): void {
    for (const name of names) {
      if (known.includes(name)) continue;
      const nearest = nearestTo(name, known);
      const hint = nearest
        ? `did you mean \`${nearest}\`?`
        : `known are ${known.map((one) => `\`${one}\``).join(', ')}`;
      this.add(`\`${prefix}${name}\` is no field of a task type; ${hint}`);
    }
  }

  /** Throws one error with all faults, if there are any. */
  throwAny(): void {
    if (this.#found.length > 0) throw new Error(this.#found.join('; '));
  }
}
