import { schedules as en } from '../../words/en/schedules.ts';
import { useOwnWords } from '../../words/words-context.tsx';
import { schedules as zh } from '../../words/zh/schedules.ts';

const WORDS = { en, zh };

/** The words of the pages of schedules, which no other page loads. */
export const useScheduleWords = () => useOwnWords(WORDS);

export type ScheduleWords = ReturnType<typeof useScheduleWords>;
