import { Axis, type NamedValue } from './axis.ts';
import type { Variable } from './matrix.ts';
import type { View } from './view.ts';

export const ROLES = ['rows', 'inner_rows', 'columns', 'inner_columns', 'step'] as const;
export type Role = (typeof ROLES)[number];

/** The role of a variable in the grid. */
export function roleOf({ rows, columns }: Pick<View, 'rows' | 'columns'>, name: string): Role {
  const row = rows.indexOf(name);
  if (row >= 0) return row === 0 ? 'rows' : 'inner_rows';
  const column = columns.indexOf(name);
  if (column >= 0) return column === 0 ? 'columns' : 'inner_columns';
  return 'step';
}

/** The axes after giving a variable this role: outermost or innermost on an axis, or on none. */
export function withRole(
  { rows, columns }: Pick<View, 'rows' | 'columns'>,
  name: string,
  role: Role,
): Pick<View, 'rows' | 'columns'> {
  const others = {
    rows: rows.filter((one) => one !== name),
    columns: columns.filter((one) => one !== name),
  };
  if (role === 'rows') others.rows.unshift(name);
  else if (role === 'inner_rows') others.rows.push(name);
  else if (role === 'columns') others.columns.unshift(name);
  else if (role === 'inner_columns') others.columns.push(name);
  return others;
}

/** The axes after placing a variable on an axis, before another one or last. */
export function placedAt(
  view: Pick<View, 'rows' | 'columns'>,
  name: string,
  axis: 'rows' | 'columns' | 'steps',
  before: string | null,
): Pick<View, 'rows' | 'columns'> {
  if (name === before) return { rows: view.rows, columns: view.columns };
  const next = withRole(view, name, 'step');
  if (axis === 'steps') return next;
  const list = [...next[axis]];
  const at = before === null ? -1 : list.indexOf(before);
  list.splice(at < 0 ? list.length : at, 0, name);
  return { ...next, [axis]: list };
}

/** What an arrangement changes: the variables that it gives another role, the one that was moved first, and the axes that lose their last one. */
export function changed(
  before: Pick<View, 'rows' | 'columns'>,
  after: Pick<View, 'rows' | 'columns'>,
  name: string | null,
): { moved: string[]; emptied: ('rows' | 'columns')[] } {
  const first = name === null ? [] : [name];
  const others = [...after.rows, ...after.columns, ...before.rows, ...before.columns];
  const moved = others.filter((one) => roleOf(before, one) !== roleOf(after, one));
  const axes = ['rows', 'columns'] as const;
  return {
    moved: [...new Set([...first, ...moved])],
    emptied: axes.filter((axis) => before[axis].length > 0 && after[axis].length === 0),
  };
}

export interface Arrangement {
  rows: Axis;
  columns: Axis;
  /** Variables on no axis. */
  steps: readonly Variable[];
  /** The shown value of a step. */
  stepAt(variable: Variable): number;
  shownOf(variable: Variable): readonly number[];
  /** Index of the item at a row and a column. */
  indexAt(row: number, column: number): number;
  placeOf(index: number): { row: number; column: number } | null;
  /** The item's values on the axes, in the order of the variables: a cell has the name of its item, however the axes lie. */
  valuesAt(row: number, column: number): NamedValue[];
}

/** Computes the arrangement of variables for a view. */
export function arrange(variables: readonly Variable[], view: View): Arrangement {
  const shownOf = ({ name, values }: Variable) => view.show[name] ?? [...values.keys()];
  const named = (names: readonly string[]) =>
    names.flatMap((name) => variables.find((one) => one.name === name) ?? []);
  const rows = new Axis(named(view.rows), shownOf);
  const columns = new Axis(named(view.columns), shownOf);
  const steps = variables.filter(({ name }) => roleOf(view, name) === 'step');
  const stepAt = (variable: Variable) => {
    const shown = shownOf(variable);
    const wanted = view.at[variable.name] ?? 0;
    return shown.includes(wanted) ? wanted : (shown[0] ?? 0);
  };
  const base = steps.reduce((sum, variable) => sum + stepAt(variable) * variable.stride, 0);
  return {
    rows,
    columns,
    steps,
    stepAt,
    shownOf,
    indexAt: (row, column) => base + rows.offset(row) + columns.offset(column),
    placeOf(index) {
      const row = rows.positionOf(index);
      const column = columns.positionOf(index);
      const fits = row >= 0 && column >= 0 && base + rows.offset(row) + columns.offset(column) === index;
      return fits ? { row, column } : null;
    },
    valuesAt(row, column) {
      const values = [...rows.values(row), ...columns.values(column)];
      return variables.flatMap(({ name }) => values.find((one) => one.name === name) ?? []);
    },
  };
}
