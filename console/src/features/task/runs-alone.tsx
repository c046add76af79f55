import { Mark } from '../../components/badge/badge.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { useWaitingWords } from './use-waiting-words.ts';

/** Says that something runs alone in its worker, or has to, and why. */
export function RunsAlone({ what, shown }: { what: 'task' | 'item'; shown: boolean }) {
  const w = useWaitingWords();
  return shown && <Notice tone="warn">{w[`${what}_alone`]}</Notice>;
}

/** The same in two words, beside the status of an item. */
export function AloneMark({ shown }: { shown: boolean }) {
  const w = useWaitingWords();
  return shown && <Mark tone="warn">{w.runs_alone}</Mark>;
}
