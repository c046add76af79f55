import type { Language } from '../words/language.ts';
import { useLanguage } from '../words/words-context.tsx';
import { Formats } from './formats.ts';

/** Created once per language, because `Intl` objects are slow to create. */
class FormatsByLanguage {
  readonly #made = new Map<Language, Formats>();

  of(language: Language): Formats {
    const formats = this.#made.get(language) ?? new Formats(language);
    this.#made.set(language, formats);
    return formats;
  }
}

const formats = new FormatsByLanguage();

export const useFormats = (): Formats => formats.of(useLanguage());
