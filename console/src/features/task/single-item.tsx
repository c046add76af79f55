import type { TaskDetail } from '@client';
import { Failed, Loading } from '../../components/states/states.tsx';
import { useWords } from '../../words/words-context.tsx';
import { ItemOutcome } from './item/item-detail.tsx';
import { pictureOf, useItem } from './items/use-items.ts';
import styles from './task.module.css';
import { useLiveItems } from './use-task.ts';

/** The only item of a task, in place of a list: why it failed, its files, its result. */
export function SingleItem({ task }: { task: TaskDetail }) {
  const { task: w } = useWords();
  useLiveItems(task);
  const { data: item, error, refetch } = useItem(task.id, 0);
  if (!item) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={4} />;
  const { status, files, result } = item;
  const nothing = item.error === null && files.length === 0 && result === null && status !== 'processing';
  return (
    <div className={styles.single} data-item={0} data-picture={Boolean(pictureOf(item))}>
      {nothing ? (
        <p className={styles.quiet}>{item.finished_at ? w.no_result : w.not_run_yet}</p>
      ) : (
        <ItemOutcome task={task} item={item} single />
      )}
    </div>
  );
}
