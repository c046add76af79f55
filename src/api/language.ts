import type { Language } from '../runtime/said.ts';

export type { Language } from '../runtime/said.ts';

class KnownHeaders {
  readonly #languages = new Map<string, Language>();

  languageOf(header: string): Language {
    let language = this.#languages.get(header);
    if (language === undefined) {
      language = prefers(header, 'zh') > prefers(header, 'en') ? 'zh' : 'en';
      // The header comes from outside, so only little of it is remembered.
      if (this.#languages.size < 200 && header.length < 200) this.#languages.set(header, language);
    }
    return language;
  }
}

const known = new KnownHeaders();

/** The better of our two languages for an Accept-Language header; English if neither is requested. */
export const languageOf = (header: string | undefined): Language =>
  header === undefined ? 'en' : known.languageOf(header);

function prefers(header: string, language: Language): number {
  let best = 0;
  for (const part of header.slice(0, 1_000).toLowerCase().split(',')) {
    const [tag = '', ...parameters] = part.trim().split(';');
    if (tag !== language && !tag.startsWith(`${language}-`)) continue;
    const quality = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find(Boolean);
    best = Math.max(best, quality === undefined ? 1 : Number(quality) || 0);
  }
  return best;
}
