import { searchWords } from '../contracts/index.ts';

const LONGEST_BEGINNING = 15;
const LONGEST_WORD = 64;
/** Maximum number of terms of a name, because each is a key in up to three indexes, and longer names mostly repeat words. */
const MOST_TERMS = 400;

/**
 * The beginnings of the words of a text, for an index on the array. Equality with a term keeps the order by `_id`, unlike a range of words
 * (such as a regular expression). Words that are too long are stored as a whole in addition.
 */
export function searchTerms(text: string): string[] {
  const terms = new Set<string>();
  for (const word of searchWords(text)) {
    let [characters, end] = [0, 0];
    for (; end < word.length && characters < LONGEST_WORD; characters += 1) {
      end += (word.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
      if (characters < LONGEST_BEGINNING) terms.add(word.slice(0, end));
    }
    if (characters > LONGEST_BEGINNING) terms.add(word.slice(0, end));
    if (terms.size >= MOST_TERMS) break;
  }
  return [...terms];
}

/** The terms that a name must have so that each of these words begins one of its words. */
export function matchingTerms(words: readonly string[]): (string | RegExp)[] {
  const wanted: (string | RegExp)[] = [];
  for (const word of words) {
    const characters = [...word];
    if (characters.length === 0) continue;
    wanted.push(characters.slice(0, LONGEST_BEGINNING).join(''));
    if (characters.length > LONGEST_BEGINNING) {
      wanted.push(new RegExp(`^${RegExp.escape(characters.slice(0, LONGEST_WORD).join(''))}`));
    }
  }
  return wanted;
}
