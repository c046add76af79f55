import { type Variable, valueAt } from './matrix.ts';

export interface Group {
  /** First row or column of the group. */
  start: number;
  span: number;
  value: string;
}

/** A value and its variable. */
export interface NamedValue {
  name: string;
  value: string;
}

/** One axis of a grid: variables from the outermost to the innermost, each with its shown values in order. */
export class Axis {
  readonly variables: readonly Variable[];
  readonly length: number;
  readonly #shown: readonly (readonly number[])[];
  /** Number of rows or columns that one value of each variable spans. */
  readonly #spans: readonly number[];

  constructor(variables: readonly Variable[], shownOf: (variable: Variable) => readonly number[]) {
    this.variables = variables;
    this.#shown = variables.map(shownOf);
    let span = this.#shown.reduce((product, list) => product * list.length, 1);
    this.length = span;
    this.#spans = this.#shown.map((list) => {
      span = list.length === 0 ? 0 : span / list.length;
      return span;
    });
  }

  /** Number of rows or columns between two changes, for each variable except the innermost. */
  get groupSpans(): readonly number[] {
    return this.#spans.slice(0, -1).filter((span) => span > 1);
  }

  /** Whether the axis labels the values of a variable. A variable that shows one of several values is not labelled, unless it is alone. */
  isLabelled(variable: Variable): boolean {
    const says = (one: Variable, level: number) =>
      one.values.length === 1 || (this.#shown[level]?.length ?? 0) > 1;
    const level = this.variables.indexOf(variable);
    return says(variable, level) || (level === this.variables.length - 1 && !this.variables.some(says));
  }

  /** The part of an item's index that its place on this axis contributes. */
  offset(position: number): number {
    return this.variables.reduce(
      (sum, { stride }, level) => sum + this.#valueAt(level, position) * stride,
      0,
    );
  }

  values(position: number): NamedValue[] {
    return this.variables.map(({ name, values }, level) => ({
      name,
      value: values[this.#valueAt(level, position)] ?? '',
    }));
  }

  /** The place of an item on the axis; -1 if one of its values is hidden. */
  positionOf(index: number): number {
    let position = 0;
    for (const [level, variable] of this.variables.entries()) {
      const at = this.#shown[level]?.indexOf(valueAt(variable, index)) ?? -1;
      if (at < 0) return -1;
      position += at * (this.#spans[level] ?? 1);
    }
    return position;
  }

  /** The groups of equal values of a variable that overlap `from` to `to`. */
  groups(level: number, from: number, to: number): Group[] {
    const span = this.#spans[level] ?? 1;
    const groups: Group[] = [];
    for (let start = Math.floor(from / span) * span; start < to && span > 0; start += span)
      groups.push({
        start,
        span,
        value: this.variables[level]?.values[this.#valueAt(level, start)] ?? '',
      });
    return groups;
  }

  #valueAt(level: number, position: number): number {
    const shown = this.#shown[level] ?? [];
    return shown[Math.floor(position / (this.#spans[level] || 1)) % shown.length] ?? 0;
  }
}
