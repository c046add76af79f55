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
  // Retried items may be done before their task is seen to run.
  const now = status === 'completed' ? `${status} ${failed}` : status;
  const before = useRef(now);
  useEffect(() => {
    if (before.current === now) return;
    before.current = now;
    announce(w.is_now(name, words[status], status === 'completed' ? failed : 0));
  }, [now, status, name, failed, w, words]);
  return null;
}
