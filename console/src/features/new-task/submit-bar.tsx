import type { TaskType } from '@client';
import type { ReactNode } from 'react';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './new-task.module.css';

interface Props {
  type: TaskType;
  count: number | undefined;
  children: ReactNode;
}

/** Where the preview is below the form, far down: what would be made, and the button, at the foot of the window. */
export function SubmitBar({ type, count, children }: Props) {
  const { new_task: w } = useWords();
  const formats = useFormats();
  return (
    <div className={styles.bar}>
      {count !== undefined && (
        <p className={styles.barCount}>
          <strong>{formats.number(count)}</strong>{' '}
          {type.type === 'image' ? w.pictures(count) : w.items(count)}
        </p>
      )}
      <div className={styles.barSend}>{children}</div>
    </div>
  );
}
