import { useEffect, useRef } from 'react';
import { announce } from '../../components/announce/announcements.ts';
import type { Status } from '../../components/badge/badge.tsx';
import { useWords } from '../../words/words-context.tsx';

interface Props {
  name: string;
  status: Status;
  /** Number of failed items; a completed task may have some. */
  failed: number;
  /** When it has ended; null before. */
  ended: string | null;
}

/** Announces changes of the status since the page was opened. */
export function StatusSaid({ name, status, failed, ended }: Props) {
  const { task: w, status: words } = useWords();
  // What is retried may have ended again, perhaps as before, without having been seen to run.
  const now = `${status} ${failed * Number(status === 'completed')} ${ended}`;
  const before = useRef(now);
  useEffect(() => {
    if (before.current === now) return;
    before.current = now;
    announce(w.is_now(name, words[status], status === 'completed' ? failed : 0));
  }, [now, status, name, failed, w, words]);
  return null;
}
