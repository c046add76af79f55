import type { Words } from './words-context.tsx';

/** What the identifiers are called that stand under this name; nothing where the name has none. */
function knownOf({ image_styles, image_generators }: Words, name: string): Readonly<Record<string, string>> {
  const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    style: image_styles,
    generator: image_generators,
  };
  return (Object.hasOwn(known, name) && known[name]) || {};
}

/** A value of this name in the reader's words, where it is an identifier that the console knows; else as it is. */
export function saidValue(words: Words, name: string, value: string): string {
  const known = knownOf(words, name);
  return Object.hasOwn(known, value) ? (known[value] ?? value) : value;
}

/** The other way round: the identifier of what was typed, where it is called so; else the text as it is. */
export function valueSaid(words: Words, name: string, text: string): string {
  const typed = text.toLowerCase();
  return Object.entries(knownOf(words, name)).find(([, said]) => said.toLowerCase() === typed)?.[0] ?? text;
}

/** What a variable is called: the ones that set a param of the same name have words, the others are the reader's own. */
export function saidName({ new_task: w }: Words, name: string): string {
  if (name === 'seed') return w.seed;
  if (name === 'style') return w.style;
  return name === 'ratio' ? w.ratio : name;
}
