import { useLanguage, useWords, type Words } from '../../../words/words-context.tsx';
import { labelsOf, type Property } from './json-schema.ts';

type Labels = { title: string; text: string };

/** What the form of pictures calls its params: a dictionary of its own, as that form is. */
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

/** What the params of a task type are called, in forms and wherever a task is shown. */
export function useLabels(): (type: string, property: Property) => Labels {
  const words = useWords();
  const language = useLanguage();
  return (type, property) => {
    const labels = labelsOf(property, language);
    const own = type === 'image' ? picturesIn(words)[property.name] : undefined;
    return own === undefined ? labels : { ...labels, title: own };
  };
}
