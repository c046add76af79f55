import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { usePreferences } from '../preferences/use-preferences.ts';
import { words as en } from './en/index.ts';
import type { Like } from './shape.ts';

export type Words = Like<typeof en>;
export type Language = 'en' | 'zh';

const loaded: Partial<Record<Language, Words>> = { en };

/** Loads what a language needs; English is there from the start. */
export async function loadWords(language: Language): Promise<void> {
  if (language === 'zh') loaded.zh ??= (await import('./zh/index.ts')).words;
}

interface Spoken {
  language: Language;
  words: Words;
}

const WordsContext = createContext<Spoken>({ language: 'en', words: en });

/** Speaks the language of the preferences, and the one before until the new one has arrived. */
export function WordsProvider({ children }: { children: ReactNode }) {
  const { language } = usePreferences();
  const [spoken, setSpoken] = useState<Spoken>({ language, words: loaded[language] ?? en });
  useEffect(() => {
    let current = true;
    loadWords(language).then(() => {
      if (!current) return;
      setSpoken({ language, words: loaded[language] ?? en });
      document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    }, reportMissing);
    return () => {
      current = false;
    };
  }, [language]);
  return <WordsContext value={spoken}>{children}</WordsContext>;
}

const reportMissing = (error: unknown) => console.error('the words of a language could not be loaded', error);

export const useWords = (): Words => use(WordsContext).words;
export const useLanguage = (): Language => use(WordsContext).language;
