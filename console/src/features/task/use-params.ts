import { saidValue } from '../../words/said-value.ts';
import { useWords } from '../../words/words-context.tsx';
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
  const say = (name: string, value: string) => (type === 'image' ? saidValue(words, name, value) : value);
  return { titleOf, say, ordered: inOrder(params, properties) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function inOrder(params: unknown, properties: readonly Property[]): unknown {
  if (!isObject(params)) return params;
  const names = properties.map(({ name }) => name);
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  return Object.fromEntries(Object.entries(params).sort(([one], [other]) => place(one) - place(other)));
}
