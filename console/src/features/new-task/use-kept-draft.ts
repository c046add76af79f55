import type { TaskDetail, TaskType } from '@client';
import { useEffect, useState } from 'react';
import { useUser } from '../../session/use-session.ts';
import { draftOf } from './draft.ts';
import { keptDrafts } from './kept-drafts.ts';
import { type Editing, useDraft } from './use-draft.ts';

/** Edits a new task, and keeps the draft in this browser tab until it is sent. */
export function useKeptDraft(type: TaskType, from: TaskDetail | null) {
  const { id } = useUser();
  const of = from?.id ?? '';
  const [start, setStart] = useState(() => keptDrafts.of(id, type, of));
  const editing: Editing = useDraft(type, from, start);
  const { draft } = editing;
  // What nobody has changed is no draft.
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(type, from));
  useEffect(() => {
    if (changed) keptDrafts.keep(id, type, of, draft);
    else keptDrafts.forget(id, type, of);
  }, [id, type, of, draft, changed]);
  return {
    editing,
    /** The form began with a draft that had been left. */
    restored: start !== null,
    startOver() {
      setStart(null);
      editing.startOver();
    },
    sent: () => keptDrafts.forget(id, type, of),
  };
}
