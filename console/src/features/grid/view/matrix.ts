/** A task as a matrix: its variables, and which item stands where. */

export interface Variable {
  name: string;
  values: readonly string[];
  /** Its place among the variables, which determines its colour. */
  place: number;
  /** Distance between items with neighbouring values of this variable. The last variable changes fastest. */
  stride: number;
}

const isListMap = (value: unknown): value is Record<string, string[]> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((list) => Array.isArray(list) && list.every((one) => typeof one === 'string'));

/** The variables of a task whose items are the combinations of its `params.variables`; null for any other task. */
export function matrixOf({
  params,
  total_items,
}: {
  params: unknown;
  total_items: number;
}): Variable[] | null {
  const given = (params as { variables?: unknown } | null)?.variables;
  if (!isListMap(given)) return null;
  const lists = Object.entries(given);
  const count = lists.reduce((product, [, values]) => product * values.length, 1);
  if (lists.length === 0 || count !== total_items) return null;
  let stride = count;
  return lists.map(([name, values], place) => {
    stride /= values.length;
    return { name, values, place, stride };
  });
}

/** Index of the value that the item has for the variable. */
export const valueAt = ({ values, stride }: Variable, index: number): number =>
  Math.floor(index / stride) % values.length;
