import { useEffect, useRef } from 'react';
import { announce } from '../../components/announce/announcements.ts';
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
  useEffect(() => {
    if (before.current === status) return;
    before.current = status;
    announce(w.is_now(name, words[status], status === 'completed' ? failed : 0));
  }, [status, name, failed, w, words]);
  return null;
}
