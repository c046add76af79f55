import { system as en } from '../../words/en/system.ts';
import { useOwnWords } from '../../words/words-context.tsx';
import { system as zh } from '../../words/zh/system.ts';

const WORDS = { en, zh };

/** The words of the page of the system, which no other page loads. */
export const useSystemWords = () => useOwnWords(WORDS);
