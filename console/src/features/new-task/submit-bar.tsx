import type { TaskType } from '@client';
import type { ReactNode } from 'react';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './new-task.module.css';

interface Props {
  type: TaskType;
  count: number | undefined;
  /** There is nothing to send: it does not float over the page. */
  still?: boolean;
  children: ReactNode;
}

/** The bar at the bottom of narrow windows, where the preview is far below: the number of items and the submit button. */
export function SubmitBar({ type, count, still, children }: Props) {
  const { new_task: w } = useWords();
  const formats = useFormats();
  return (
    <div className={styles.bar} data-still={still || undefined}>
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
