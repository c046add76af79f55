import type { ReactNode } from 'react';
import columns from '../new-task/new-task.module.css';
import { countOfDraft } from '../new-task/preview/count-of-draft.ts';
import { PreviewPanel } from '../new-task/preview/preview-panel.tsx';
import { usePreview } from '../new-task/preview/use-preview.ts';
import { SubmitBar } from '../new-task/submit-bar.tsx';
import type { Editing } from '../new-task/use-draft.ts';
import { useScheduleWords } from './use-schedule-words.ts';

interface Props {
  editing: Editing;
  /** Nothing was changed: there is nothing to save. */
  same: boolean;
  /** What stands below the fields. */
  below?: ReactNode;
  /** Errors and the button. */
  children: ReactNode;
}

/** What each run makes, with the button: where those of a new task are. */
export function ScheduleEnd({ editing, same, below, children }: Props) {
  const w = useScheduleWords();
  const preview = usePreview(editing);
  return (
    <>
      <PreviewPanel editing={editing} preview={preview} each={w.each_run}>
        {children}
      </PreviewPanel>
      <SubmitBar type={editing.type} count={countOfDraft(editing, preview)} still={same}>
        {children}
      </SubmitBar>
      {below && <div className={columns.below}>{below}</div>}
    </>
  );
}
