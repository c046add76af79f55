import type { Words } from './words-context.tsx';

/** The words for the identifiers of a variable or param with this name. */
function knownOf(
  { image_styles, image_generators, as_typed }: Words,
  name: string,
): Readonly<Record<string, string>> {
  const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    style: image_styles,
    generator: image_generators,
  };
  return (!as_typed && Object.hasOwn(known, name) && known[name]) || {};
}

/** The word for a known identifier; other values unchanged. */
export function saidValue(words: Words, name: string, value: string): string {
  const known = knownOf(words, name);
  return Object.hasOwn(known, value) ? (known[value] ?? value) : value;
}

/** Picture formats as they are written in every language. */
const FORMATS: Readonly<Record<string, string>> = { webp: 'WebP', png: 'PNG', jpeg: 'JPEG' };

export const saidFormat = (format: string): string =>
  Object.hasOwn(FORMATS, format) ? (FORMATS[format] ?? format) : format;

/** The word for the value of a param of `image`. */
export const saidParam = (words: Words, name: string, value: string): string =>
  name === 'format' ? saidFormat(value) : saidValue(words, name, value);

/** The identifier for a typed word; other text unchanged. */
export function valueSaid(words: Words, name: string, text: string): string {
  const typed = text.toLowerCase();
  return Object.entries(knownOf(words, name)).find(([, said]) => said.toLowerCase() === typed)?.[0] ?? text;
}

/** The name of a variable. Variables that set a param have translated names; others are named by the user. */
export function saidName({ new_task: w, as_typed }: Words, name: string): string {
  if (as_typed) return name;
  if (name === 'seed') return w.seed;
  if (name === 'style') return w.style;
  return name === 'ratio' ? w.ratio : name;
}
