import { useLanguage, useWords } from '../../words/words-context.tsx';
import { useTaskTypes } from '../tasks/use-task-types.ts';

interface Schema {
  properties?: Record<string, { title?: string }>;
}

/** The parameters of a task in the order of their schema, and what they are called there or, in Chinese, in this console. */
export function useParams(type: string, params: unknown) {
  const { data = [] } = useTaskTypes();
  const { task: w } = useWords();
  const language = useLanguage();
  const known: Record<string, string> = w.param_titles;
  const { properties = {} } = (data.find((one) => one.type === type)?.params ?? {}) as Schema;
  const titleOf = (name: string) => {
    const own = properties[name]?.title;
    // Schemas are written in English.
    return language === 'en' ? own : own && (known[name] ?? own);
  };
  return { titleOf, ordered: inOrder(params, Object.keys(properties)) };
}

function inOrder(params: unknown, names: readonly string[]): unknown {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return params;
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  return Object.fromEntries(Object.entries(params).sort(([one], [other]) => place(one) - place(other)));
}
