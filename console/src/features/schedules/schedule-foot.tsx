import type { ReactNode } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { countOfDraft } from '../new-task/preview/count-of-draft.ts';
import { usePreview } from '../new-task/preview/use-preview.ts';
import type { Editing } from '../new-task/use-draft.ts';
import styles from './schedules.module.css';

interface Props {
  editing: Editing;
  /** Nothing was changed: there is nothing to save. */
  same: boolean;
  children: ReactNode;
}

/** The end of the form: the button, and how much each run makes. It stays in sight while there is something to save. */
export function ScheduleFoot({ editing, same, children }: Props) {
  const { schedules: w } = useWords();
  const count = countOfDraft(editing, usePreview(editing));
  const said = editing.type.type === 'image' ? w.pictures_per_run : w.items_per_run;
  return (
    <div className={styles.foot} data-still={same || undefined}>
      {children}
      {count !== undefined && count > 0 && <p className={styles.perRun}>{said(count)}</p>}
    </div>
  );
}
