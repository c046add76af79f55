import { useEffect, useRef } from 'react';
import { announce } from '../../../components/announce/announcements.ts';
import { useFormats } from '../../../formats/use-formats.ts';
import { saidName } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import type { NamedList } from '../schema/values.ts';

/** While a prompt is typed, its variables change with each letter; they are announced once the typing rests. */
const REST_MS = 800;

/** Announces the variables, whose fields come and go below the prompt, when there are others than before. */
export function useSaidVariables(variables: readonly NamedList[]): void {
  const words = useWords();
  const formats = useFormats();
  const { new_task: w } = words;
  const names = variables.map(({ name }) => saidName(words, name));
  const key = [...names].sort().join();
  const known = useRef(key);
  const text = w.variables_are(names.length, formats.list(names));
  useEffect(() => {
    if (known.current === key) return;
    const timer = setTimeout(() => {
      known.current = key;
      announce(text);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [key, text]);
}
