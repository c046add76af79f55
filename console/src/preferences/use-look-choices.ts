import { useWords } from '../words/words-context.tsx';

/** The names of all themes and languages. */
export function useLookChoices() {
  const { shell: w } = useWords();
  const themes = [
    { value: 'system', label: w.theme_system },
    { value: 'light', label: w.theme_light },
    { value: 'dark', label: w.theme_dark },
  ] as const;
  const languages = [
    { value: 'en', label: w.english },
    { value: 'zh', label: w.chinese },
  ] as const;
  return { themes, languages };
}
