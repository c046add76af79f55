import { waiting as en } from '../../words/en/waiting.ts';
import { useOwnWords } from '../../words/words-context.tsx';
import { waiting as zh } from '../../words/zh/waiting.ts';

const WORDS = { en, zh };

/** The words of what waits and of what runs alone, which only the pages of a task show. */
export const useWaitingWords = () => useOwnWords(WORDS);
