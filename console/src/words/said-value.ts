import type { Words } from './words-context.tsx';

/** A value of this name in the reader's words, where it is an identifier that the console knows; else as it is. */
export function saidValue({ image_styles, image_generators }: Words, name: string, value: string): string {
  const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    style: image_styles,
    generator: image_generators,
  };
  const words = known[name];
  return words && Object.hasOwn(words, value) ? (words[value] ?? value) : value;
}
