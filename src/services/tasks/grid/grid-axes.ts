/** Decides which variables of a matrix form the rows and columns of its grid. */

import { Fault, type FaultDetail } from '../../../errors.ts';
import { normalText } from '../../../runtime/text.ts';
import { listOf } from '../../../runtime/text-list.ts';

export interface Variable {
  name: string;
  values: string[];
}

export interface AxesRequest {
  /** Names separated by commas; an empty text means no variables. */
  rows?: string;
  columns?: string;
  /** For variables on no axis: the value that is shown. */
  where: Record<string, string>;
  /** For variables on an axis: which of their values are shown, as numbers from 0 separated by commas, in this order. */
  show?: Record<string, string>;
}

export interface Axes {
  rows: Variable[];
  columns: Variable[];
  /** Variables on no axis, each with the value that is shown. */
  fixed: Record<string, string>;
}

/** The variables of these labels, each with its values in the order of their first occurrence. */
export function variablesOf(labels: Iterable<Record<string, string> | null>): Variable[] {
  const found = new FoundVariables();
  for (const label of labels) found.add(label);
  return found.all();
}

/** The same, label by label. */
export class FoundVariables {
  readonly #found = new Map<string, Set<string>>();

  add(label: Record<string, string> | null): void {
    for (const [name, value] of Object.entries(label ?? {})) {
      const values = this.#found.get(name) ?? new Set();
      this.#found.set(name, values.add(value));
    }
  }

  all(): Variable[] {
    return [...this.#found].map(([name, values]) => ({ name, values: [...values] }));
  }
}

/**
 * By default, the first variable forms the rows and the others the columns. Throws a 422 that names each variable that does not exist or
 * is used twice, and each value that its variable does not have.
 */
export function axesOf(variables: Variable[], request: AxesRequest): Axes {
  const where = Object.fromEntries(
    Object.entries(request.where).map(([name, value]) => [normalText(name), value]),
  );
  const given = { rows: namesIn(request.rows), columns: namesIn(request.columns) };
  const show = Object.fromEntries(
    Object.entries(request.show ?? {}).map(([name, numbers]) => [normalText(name), numbers]),
  );
  const faults = [
    ...nameFaults(variables, given, where),
    ...valueFaults(variables, where),
    ...showFaults(variables, show),
  ];
  if (faults.length > 0) throw new Fault('validation_failed', { details: faults });
  const names = variables.map(({ name }) => name);
  const free = (taken: string[]) =>
    names.filter((name) => !taken.includes(name) && !Object.hasOwn(where, name));
  const rows = given.rows ?? free(given.columns ?? []).slice(0, 1);
  const columns = given.columns ?? free(rows);
  const find = (name: string) => variables.find((one) => one.name === name) as Variable;
  const fixed = names
    .filter((name) => !rows.includes(name) && !columns.includes(name))
    .map((name) => [name, ownValue(where, name) ?? (find(name).values[0] as string)]);
  const shown = (name: string): Variable => {
    const { values } = find(name);
    const numbers = ownValue(show, name);
    return {
      name,
      values: numbers === undefined ? values : numbersIn(numbers).map((at) => values[at] as string),
    };
  };
  return { rows: rows.map(shown), columns: columns.map(shown), fixed: Object.fromEntries(fixed) };
}

/** Ignores inherited properties: a variable may be called `constructor`. */
export const ownValue = (record: Record<string, string>, name: string): string | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

const namesIn = (text: string | undefined): string[] | undefined =>
  text === undefined ? undefined : listOf(normalText(text)).filter((name) => name !== '');

function nameFaults(
  variables: Variable[],
  given: { rows?: string[]; columns?: string[] },
  where: Record<string, string>,
): FaultDetail[] {
  const known = variables.map(({ name }) => name);
  const faults: FaultDetail[] = [];
  const seen = new Set<string>();
  const places: [path: string, name: string][] = [
    ...(given.rows ?? []).map((name): [string, string] => ['rows', name]),
    ...(given.columns ?? []).map((name): [string, string] => ['columns', name]),
    ...Object.keys(where).map((name): [string, string] => [`where.${name}`, name]),
  ];
  for (const [path, name] of places) {
    if (!known.includes(name))
      faults.push({
        path,
        message: `"${name}" is not a variable of this task; its variables are ${known.join(', ')}`,
        zh: `“${name}”不是该任务的变量；变量有：${known.join('、')}`,
      });
    else if (seen.has(name))
      faults.push({ path, message: `the variable "${name}" is named twice`, zh: `变量“${name}”出现了两次` });
    seen.add(name);
  }
  return faults;
}

function valueFaults(variables: Variable[], where: Record<string, string>): FaultDetail[] {
  return variables.flatMap(({ name, values }) => {
    const value = ownValue(where, name);
    if (value === undefined || values.includes(value)) return [];
    return [
      {
        path: `where.${name}`,
        message: `"${value}" is not a value of "${name}"`,
        zh: `“${value}”不是变量“${name}”的取值`,
      },
    ];
  });
}

const numbersIn = (text: string): number[] => text.split(',').map(Number);

function showFaults(variables: Variable[], show: Record<string, string>): FaultDetail[] {
  return Object.entries(show).flatMap(([name, text]) => {
    const path = `show.${name}`;
    const variable = variables.find((one) => one.name === name);
    if (!variable)
      return [
        {
          path,
          message: `"${name}" is not a variable of this task`,
          zh: `“${name}”不是该任务的变量`,
        },
      ];
    const numbers = /^\d{1,6}(,\d{1,6})*$/.test(text) ? numbersIn(text) : [];
    const count = variable.values.length;
    const right = numbers.every((one) => one < count) && new Set(numbers).size === numbers.length;
    if (numbers.length > 0 && right) return [];
    return [
      {
        path,
        message: `must be different numbers from 0 to ${count - 1} separated by commas: the places of the values of "${name}" that are shown`,
        zh: `必须是以逗号分隔的不同数字（0 到 ${count - 1}），表示显示变量“${name}”的哪些取值`,
      },
    ];
  });
}

/** How many combinations the values of these variables have. */
export const countOf = (variables: Variable[]): number =>
  variables.reduce((product, { values }) => product * values.length, 1);

/** The combination with this number; the last variable changes fastest. */
export function combination(variables: Variable[], at: number): Record<string, string> {
  let rest = at;
  const values = variables.toReversed().map(({ name, values }): [string, string] => {
    const value = values[rest % values.length] as string;
    rest = Math.floor(rest / values.length);
    return [name, value];
  });
  return Object.fromEntries(values.reverse());
}

/** A key that is equal for labels with the same names and values, in any order. */
export const labelKey = (variables: Variable[], label: Record<string, string>): string =>
  JSON.stringify(variables.map(({ name }) => ownValue(label, name) ?? null));
