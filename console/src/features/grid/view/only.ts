import { type Variable, valueAt } from './matrix.ts';
import type { View } from './view.ts';

/** Hides values that none of these items has. */
export function showingOnly(variables: readonly Variable[], indexes: readonly number[]): View['show'] {
  const show: Record<string, readonly number[]> = {};
  for (const variable of variables) {
    const used = new Set(indexes.map((index) => valueAt(variable, index)));
    const shown = [...variable.values.keys()].filter((value) => used.has(value));
    if (shown.length > 0 && shown.length < variable.values.length) show[variable.name] = shown;
  }
  return show;
}
