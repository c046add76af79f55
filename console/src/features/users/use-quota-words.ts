import { quotas as en } from '../../words/en/quotas.ts';
import { useOwnWords } from '../../words/words-context.tsx';
import { quotas as zh } from '../../words/zh/quotas.ts';

const WORDS = { en, zh };

/** The words of the quotas of an account, which no other page loads. */
export const useQuotaWords = () => useOwnWords(WORDS);
