import type { Item } from '@client';
import { useId } from 'react';
import { StatusBadge } from '../../../components/badge/badge.tsx';
import { Icon } from '../../../components/icon/icon.tsx';
import { useRunningNow } from '../../../formats/clock.ts';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { ErrorNotice } from '../item/error-notice.tsx';
import { ItemLog } from '../item/item-log.tsx';
import { useItem, useItemLabel } from '../items/use-items.ts';
import { AloneMark, RunsAlone } from '../runs-alone.tsx';
import styles from './log.module.css';

interface Props {
  task_id: string;
  item: Item;
  open: boolean;
  onOpen(open: boolean): void;
}

/** The status of one item, with its log folded below it. */
export function LogRow({ task_id, item, open, onOpen }: Props) {
  const { task: w } = useWords();
  const formats = useFormats();
  const label = useItemLabel()(item);
  const now = useRunningNow(item.status === 'processing');
  const id = useId();
  const { index, status, attempt, started_at, finished_at } = item;
  const end = finished_at ? Date.parse(finished_at) : now;
  return (
    <li className={styles.row} data-log={index}>
      <button
        type="button"
        className={styles.head}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => onOpen(!open)}
      >
        <Icon name={open ? 'chevron_down' : 'chevron_right'} size={14} />
        <span className={styles.label}>{label}</span>
        {attempt > 1 && <span className={styles.count}>{w.attempts_of(attempt)}</span>}
        <span className={styles.status}>
          <AloneMark shown={item.runs_alone} />
          <StatusBadge status={status} />
        </span>
        <span className={styles.took}>{started_at && formats.duration(end - Date.parse(started_at))}</span>
      </button>
      {open && (
        <div id={id} className={styles.body}>
          <RunsAlone what="item" shown={item.runs_alone} />
          <RowError task_id={task_id} item={item} />
          <ItemLog task_id={task_id} item={item} />
        </div>
      )}
    </li>
  );
}

/** Loads the item by itself, because errors in lists have no stack. */
function RowError({ task_id, item }: { task_id: string; item: Item }) {
  const { data = item } = useItem(task_id, item.index);
  return data.error && data.status !== 'processing' ? <ErrorNotice error={data.error} /> : null;
}
