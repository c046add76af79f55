import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { preferences } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.ts';
import { whenThere } from '../router/when-there.ts';
import { words as en } from './en/index.ts';
import type { Language } from './language.ts';
import type { Like } from './shape.ts';

export type Words = Like<typeof en> & {
  /** In what belongs to a task type without words of its own here: values and names of variables are shown as they were typed. */
  readonly as_typed?: true;
};

const loaded: Partial<Record<Language, Words>> = { en };

/** Loads the words of a language. English is always available and is used if loading fails. */
export async function loadWords(language: Language): Promise<void> {
  if (language !== 'zh' || loaded.zh) return;
  try {
    loaded.zh = (await whenThere(() => import('./zh/index.ts'))).words;
  } catch (error) {
    console.warn('The words of a language could not be loaded; English is shown', error);
  }
}

interface Spoken {
  language: Language;
  words: Words;
}

const WordsContext = createContext<Spoken>({ language: 'en', words: en });

/** Falls back to English, including formats, if the words of the language are missing. */
function spokenNow(language: Language): Spoken {
  const words = loaded[language];
  return words ? { language, words } : { language: 'en', words: en };
}

/** Provides the words of the chosen language, and the previous language until they are loaded. */
export function WordsProvider({ children }: { children: ReactNode }) {
  const { language } = usePreferences();
  const [spoken, setSpoken] = useState<Spoken>(() => spokenNow(language));
  useEffect(() => {
    let current = true;
    loadWords(language).then(() => {
      const words = loaded[language];
      if (!current || !words) return;
      setSpoken({ language, words });
      document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    });
    return () => {
      current = false;
    };
  }, [language]);
  return <WordsContext value={spoken}>{children}</WordsContext>;
}

/** Shows values and names of variables as they were typed, unless they are those of `image`: a `style` of another type is somebody's own word. */
export function WordsOfType({ type, children }: { type: string; children: ReactNode }) {
  const spoken = use(WordsContext);
  const typed = useMemo((): Spoken => ({ ...spoken, words: { ...spoken.words, as_typed: true } }), [spoken]);
  return <WordsContext value={type === 'image' ? spoken : typed}>{children}</WordsContext>;
}

/** The language that is shown, for use outside components. */
export const languageNow = (): Language => spokenNow(preferences.chosen.language).language;

/** The words of the chosen language, for use outside components. */
export const wordsNow = (): Words => spokenNow(preferences.chosen.language).words;

export const useWords = (): Words => use(WordsContext).words;

/** Words that one page alone shows, in all languages: they travel with the code of that page instead of with the first one. */
export const useOwnWords = <T,>(own: { en: T; zh: Like<T> }): Like<T> => own[useLanguage()] as Like<T>;
export const useLanguage = (): Language => use(WordsContext).language;
