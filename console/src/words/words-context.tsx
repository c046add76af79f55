import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { preferences } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.ts';
import { words as en } from './en/index.ts';
import type { Language } from './language.ts';
import type { Like } from './shape.ts';

export type Words = Like<typeof en>;

const loaded: Partial<Record<Language, Words>> = { en };

/** Loads what a language needs; English is there from the start, and stays where the words cannot be loaded. */
export async function loadWords(language: Language): Promise<void> {
  if (language !== 'zh' || loaded.zh) return;
  try {
    // Nothing, if the chunk is gone and the page reloads for it.
    const module: { words: Words } | undefined = await import('./zh/index.ts');
    if (module) loaded.zh = module.words;
  } catch (error) {
    console.warn('The words of a language could not be loaded; English is shown', error);
  }
}

interface Spoken {
  language: Language;
  words: Words;
}

const WordsContext = createContext<Spoken>({ language: 'en', words: en });

/** English as a whole, formats too, where the words of the language are missing. */
function spokenNow(language: Language): Spoken {
  const words = loaded[language];
  return words ? { language, words } : { language: 'en', words: en };
}

/** Speaks the language of the preferences, and the one before until the new one has arrived. */
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

/** Outside of components: the words of the language that was chosen. */
export const wordsNow = (): Words => spokenNow(preferences.chosen.language).words;

export const useWords = (): Words => use(WordsContext).words;
export const useLanguage = (): Language => use(WordsContext).language;
