import { useLanguage, useWords, type Words } from '../../../words/words-context.tsx';
import { labelsOf, type Property } from './json-schema.ts';

type Labels = { title: string; text: string };

/** Labels of the params of `image`, whose form is not made from the schema. */
const picturesIn = ({ new_task: w }: Words): Readonly<Record<string, string>> => ({
  prompt: w.prompt,
  variables: w.variables,
  ratio: w.ratio,
  size: w.size,
  style: w.style,
  seed: w.seed,
  format: w.format,
  concurrency: w.concurrency,
});

/** Returns the labels of the params of a task type, for forms and for pages of tasks. */
export function useLabels(): (type: string, property: Property) => Labels {
  const words = useWords();
  const language = useLanguage();
  return (type, property) => {
    const labels = labelsOf(property, language);
    const own = type === 'image' ? picturesIn(words)[property.name] : undefined;
    return own === undefined ? labels : { ...labels, title: own };
  };
}
