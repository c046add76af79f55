import { audit as en } from '../../words/en/audit.ts';
import { useOwnWords } from '../../words/words-context.tsx';
import { audit as zh } from '../../words/zh/audit.ts';

const WORDS = { en, zh };

/** The words of the audit log, which no other page loads. */
export const useAuditWords = () => useOwnWords(WORDS);
export type AuditWords = ReturnType<typeof useAuditWords>;
