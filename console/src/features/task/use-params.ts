import { saidParam } from '../../words/said-value.ts';
import { useWords, type Words } from '../../words/words-context.tsx';
import { type Property, propertiesOf } from '../new-task/schema/json-schema.ts';
import { useLabels } from '../new-task/schema/use-labels.ts';
import { useTaskTypes } from '../tasks/use-task-types.ts';

/** The parameters of a task in the order of their schema, with the labels of the form. */
export function useParams(type: string, params: unknown) {
  const { data = [] } = useTaskTypes();
  const words = useWords();
  const labels = useLabels();
  const found = data.find((one) => one.type === type);
  const properties = found ? propertiesOf(found) : [];
  const titleOf = (name: string) => {
    const property = properties.find((one) => one.name === name);
    return property && labels(type, property).title;
  };
  const say = (name: string, value: string) => (type === 'image' ? saidParam(words, name, value) : value);
  const variables = variablesOf(params);
  const shown = type === 'image' && isObject(params) ? picturesOf(params, variables, words) : params;
  return { titleOf, say, variables, ordered: inOrder(shown, properties) };
}

/** The params of pictures: the size with its unit, and without what a variable sets, which the pictures do not have in common. */
const picturesOf = (params: Record<string, unknown>, variables: readonly string[], { task }: Words) =>
  Object.fromEntries(
    Object.entries(params)
      .filter(([name]) => !variables.includes(name))
      .map(([name, value]) => [name, name === 'size' ? task.pixels(Number(value)) : value]),
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const variablesOf = (params: unknown): string[] =>
  isObject(params) && isObject(params.variables) ? Object.keys(params.variables) : [];

function inOrder(params: unknown, properties: readonly Property[]): unknown {
  if (!isObject(params)) return params;
  const names = properties.map(({ name }) => name);
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  return Object.fromEntries(Object.entries(params).sort(([one], [other]) => place(one) - place(other)));
}
