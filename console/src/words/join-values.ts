import type { Language } from './language.ts';

/** Joins values that people typed, as a list of this language. Where one contains a comma itself, semicolons tell them apart. */
export function joinValues(values: readonly string[], language: Language): string {
  const parted = values.some((value) => /[,，、]/.test(value));
  if (language === 'zh') return values.join(parted ? '；' : '、');
  return values.join(parted ? '; ' : ', ');
}
