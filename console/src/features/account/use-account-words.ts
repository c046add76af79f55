import { account as en } from '../../words/en/account.ts';
import { useOwnWords } from '../../words/words-context.tsx';
import { account as zh } from '../../words/zh/account.ts';

const WORDS = { en, zh };

/** The words of the page of the own account, which no other page loads. */
export const useAccountWords = () => useOwnWords(WORDS);
