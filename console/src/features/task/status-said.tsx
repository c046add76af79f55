import { useRef } from 'react';
import type { Status } from '../../components/badge/badge.tsx';
import { useWords } from '../../words/words-context.tsx';

/** Reads out what has become of the task since the page was opened. */
export function StatusSaid({ name, status }: { name: string; status: Status }) {
  const { task: w, status: words } = useWords();
  const before = useRef<Status | null>(status);
  if (before.current !== status) before.current = null;
  return (
    <p role="status" className="visually-hidden">
      {before.current === null && w.is_now(name, words[status])}
    </p>
  );
}
