export type Language = 'en' | 'zh';

const known = new Map<string, Language>();

/** The better of our two languages for an Accept-Language header; English if neither is requested. */
export function languageOf(header: string | undefined): Language {
  if (header === undefined) return 'en';
  let language = known.get(header);
  if (language === undefined) {
    language = prefers(header, 'zh') > prefers(header, 'en') ? 'zh' : 'en';
    // The header comes from outside, so only little of it is remembered.
    if (known.size < 200 && header.length < 200) known.set(header, language);
  }
  return language;
}

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
