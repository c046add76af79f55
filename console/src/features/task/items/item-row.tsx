import { StatusBadge } from '../../../components/badge/badge.tsx';
import { Checkbox } from '../../../components/checkbox/checkbox.tsx';
import { Progress } from '../../../components/progress/progress.tsx';
import { useNow } from '../../../formats/clock.ts';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import type { ItemProps } from './item-card.tsx';
import styles from './items.module.css';
import { useItemLabel } from './use-items.ts';

/** An item without pictures, as a line. */
export function ItemRow({ item, selected, onToggle, onOpen }: ItemProps) {
  const { task: w } = useWords();
  const formats = useFormats();
  const now = useNow();
  const label = useItemLabel()(item);
  const { index, status, error, note, started_at, finished_at, attempt } = item;
  const end = finished_at ? Date.parse(finished_at) : now;
  return (
    <li className={styles.row} data-item={index} data-selected={selected || undefined}>
      {selected !== null && (
        <span className={styles.check}>
          <Checkbox
            label={w.select_item(label)}
            checked={selected}
            onChecked={(_, shift) => onToggle(shift)}
          />
        </span>
      )}
      <div className={styles.words}>
        <button type="button" className={styles.open} onClick={onOpen}>
          {label}
        </button>
        {error && status !== 'processing' ? (
          <span className={styles.error}>{error.message}</span>
        ) : (
          status === 'processing' && note && <span className={styles.note}>{note}</span>
        )}
      </div>
      <div className={styles.state}>
        <StatusBadge status={status} />
        {status === 'processing' && <Progress value={item.progress} label={label} status={status} />}
      </div>
      <span className={styles.took}>
        {started_at && formats.duration(end - Date.parse(started_at))}
        {attempt > 1 && <span>{w.attempt(attempt)}</span>}
      </span>
    </li>
  );
}
