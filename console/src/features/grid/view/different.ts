import { type Variable, valueAt } from './matrix.ts';
import type { View } from './view.ts';

/**
 * Hides the values that change nothing: those with which every cell looks as it does with a value that is shown.
 * A cell that has no look yet, because it is not done, is like no other.
 */
export function showingDifferent(
  variables: readonly Variable[],
  looks: readonly (string | null)[],
): View['show'] {
  const show: Record<string, readonly number[]> = {};
  for (const variable of variables) {
    const { name, values, stride } = variable;
    const cells = values.map((_, value) =>
      [...looks.keys()].filter((index) => valueAt(variable, index) === value),
    );
    const same = (value: number, other: number) =>
      (cells[value] ?? []).every((index) => {
        const look = looks[index] ?? null;
        return look !== null && look === looks[index + (other - value) * stride];
      });
    const shown: number[] = [];
    for (const value of values.keys()) if (!shown.some((other) => same(value, other))) shown.push(value);
    if (shown.length < values.length) show[name] = shown;
  }
  return show;
}
