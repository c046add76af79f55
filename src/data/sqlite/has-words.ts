import type { DatabaseSync } from 'node:sqlite';
import { searchWords } from '../search-words.ts';

/**
 * Gives SQL the function `has_words(text, words)`: whether each of the words, a JSON list, begins a word of the text.
 * Used for the few rows of a rare status; otherwise, the full-text index finds the rows.
 */
export function addHasWords(database: DatabaseSync): void {
  let text: unknown;
  let words: string[] = [];
  database.function('has_words', { deterministic: true, directOnly: true }, (searched, list) => {
    if (list !== text) {
      words = JSON.parse(String(list)) as string[];
      text = list;
    }
    const present = searchWords(String(searched));
    return words.every((word) => present.some((one) => one.startsWith(word))) ? 1 : 0;
  });
}
