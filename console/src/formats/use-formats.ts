import { type Language, useLanguage } from '../words/words-context.tsx';
import { Formats } from './formats.ts';

const made = new Map<Language, Formats>();

export function useFormats(): Formats {
  const language = useLanguage();
  let formats = made.get(language);
  if (!formats) {
    formats = new Formats(language);
    made.set(language, formats);
  }
  return formats;
}
