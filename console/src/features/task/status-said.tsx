import { useRef } from 'react';
import type { Status } from '../../components/badge/badge.tsx';
import { useWords } from '../../words/words-context.tsx';

interface Props {
  name: string;
  status: Status;
  /** Number of failed items; a completed task may have some. */
  failed: number;
}

/** Announces changes of the status since the page was opened. */
export function StatusSaid({ name, status, failed }: Props) {
  const { task: w, status: words } = useWords();
  const before = useRef(status);
  // Kept as it was said: another language would say it again.
  const said = useRef('');
  if (before.current !== status) {
    before.current = status;
    said.current = w.is_now(name, words[status], status === 'completed' ? failed : 0);
  }
  return (
    <p role="status" className="visually-hidden">
      {said.current}
    </p>
  );
}
