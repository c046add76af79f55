import { keys as en } from '../../words/en/keys.ts';
import { useOwnWords } from '../../words/words-context.tsx';
import { keys as zh } from '../../words/zh/keys.ts';

const WORDS = { en, zh };

/** The words of API keys, which the first page does not load. */
export const useKeyWords = () => useOwnWords(WORDS);
export type KeyWords = ReturnType<typeof useKeyWords>;
