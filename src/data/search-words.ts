/**
 * How names and queries become words, the same for both engines and both sides of a search.
 * Chinese and Japanese runs become their pairs of characters and their last character, not the segmenter's words: it cuts
 * the same characters differently in different surroundings, so a query's words need not be those of the name. With pairs,
 * whatever part of the run is searched for is found (`矩阵` and `阵` in `图片矩阵`). All other writing goes through `Intl.Segmenter`.
 */
import { normalText } from '../runtime/text.ts';

/** Made for the first text that needs it: it takes 12 ms and some memory, and most texts do without. */
const kept: { segmenter?: Intl.Segmenter } = {};
const segmenter = (): Intl.Segmenter => {
  kept.segmenter ??= new Intl.Segmenter('en', { granularity: 'word' });
  return kept.segmenter;
};
const paired = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆]+/gu;
/** Parts of e-mail addresses and file names are words of their own, and no engine's own tokenizer may see punctuation. */
const separators = /[^\p{L}\p{N}\p{M}]+/u;
const plain = /^[a-z0-9 @._-]*$/;

/** The distinct lower-case words of a text, in the order of their first appearance; every character in them is a letter, digit or mark. */
export function searchWords(text: string): string[] {
  const lower = text.toLowerCase();
  // Most names are plain ASCII, which is normal already, and which the segmenter (about 1 µs a word) would cut at the same places.
  const normal = plain.test(lower) ? lower : normalText(text, 'NFKC').toLowerCase();
  const words = new Set<string>();
  if (plain.test(normal)) addParts(normal, words);
  else {
    let from = 0;
    for (const run of normal.matchAll(paired)) {
      addSegments(normal.slice(from, run.index), words);
      addPairs(run[0], words);
      from = run.index + run[0].length;
    }
    addSegments(normal.slice(from), words);
  }
  return [...words];
}

function addParts(text: string, words: Set<string>): void {
  for (const part of text.split(separators)) if (part !== '') words.add(part);
}

function addSegments(text: string, words: Set<string>): void {
  if (text === '') return;
  for (const { segment, isWordLike } of segmenter().segment(text)) if (isWordLike) addParts(segment, words);
}

function addPairs(run: string, words: Set<string>): void {
  const characters = [...run];
  for (let at = 0; at + 1 < characters.length; at += 1) {
    words.add(`${characters[at]}${characters[at + 1]}`);
  }
  words.add(characters[characters.length - 1] as string);
}
