import type { Task } from '@client';
import { memo } from 'react';
import { Link } from 'wouter';
import { StatusBadge } from '../../components/badge/badge.tsx';
import { Checkbox } from '../../components/checkbox/checkbox.tsx';
import { Progress } from '../../components/progress/progress.tsx';
import { Ago } from '../../components/time/ago.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useLiveTask, useShownStatus } from '../../live/use-live.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { furtherThan } from './further-than.ts';
import called from './task-name.module.css';
import { TaskPicture } from './task-picture.tsx';
import styles from './task-table.module.css';
import { useTypeTitle } from './use-task-types.ts';

interface Props {
  task: Task;
  index: number;
  owners: boolean;
  /** Null if rows cannot be selected. */
  selected: boolean | null;
  onToggle(id: string, shift: boolean): void;
  measure(row: Element | null): void;
}

/** One task, kept current by events. It renders again only when this task changes. */
export const TaskRow = memo(function TaskRow({
  task: loaded,
  index,
  owners,
  selected,
  onToggle,
  measure,
}: Props) {
  const task = useLiveTask(loaded);
  const { tasks: w } = useWords();
  const titleOf = useTypeTitle();
  const formats = useFormats();
  const { id, total_items, failed_items } = task;
  const status = useShownStatus(task);
  const title = titleOf(task.type);
  const name = task.name || title;
  const user = useUser();
  // Beside no column of owners, it stands here whose task this is.
  const { owner } = task;
  const foreign = !owners && owner && owner.id !== user.id ? owner.fullname || owner.email : null;
  const summary = furtherThan(name, task.summary);
  return (
    <tr ref={measure} data-index={index} data-selected={selected || undefined} aria-rowindex={index + 1}>
      {selected !== null && (
        <td className={styles.check}>
          <Checkbox
            label={w.select_task(name)}
            checked={selected}
            onChecked={(_, shift) => onToggle(id, shift)}
          />
        </td>
      )}
      <th scope="row" className={styles.name}>
        <div className={called.what}>
          <TaskPicture task={task} />
          <div className={called.lines}>
            <Link href={`/tasks/${id}`} data-row={id} className={called.link}>
              {name}
            </Link>
            <p className={called.under}>
              {title !== name && <span>{title}</span>}
              {foreign && <span>{w.shared_by(foreign)}</span>}
              {summary && <span className={called.summary}>{summary}</span>}
            </p>
          </div>
        </div>
      </th>
      <td className={styles.status}>
        <StatusBadge status={status} failures={failed_items} />
      </td>
      <td className={styles.progress}>
        {(status === 'processing' ||
          status === 'cancelling' ||
          (status === 'pending' && task.progress > 0)) && (
          <Progress
            value={task.progress}
            label={w.progress}
            status={status}
            failed={failed_items / total_items}
          />
        )}
        <span className={styles.counts}>
          {/* For a single running item, the percentage says more than the count. */}
          {total_items === 1 && status === 'processing'
            ? formats.percent(task.progress)
            : w.counts(task.completed_items, total_items)}
          {failed_items > 0 && <span className={styles.failed}>{w.failed_count(failed_items)}</span>}
        </span>
      </td>
      {owners && (
        <td className={styles.owner}>
          {task.owner ? task.owner.fullname || task.owner.email : w.owner_gone}
        </td>
      )}
      <td className={styles.age}>
        <Ago time={task.created_at} />
      </td>
    </tr>
  );
});
