import { StatusBadge } from '../../../components/badge/badge.tsx';
import { Checkbox } from '../../../components/checkbox/checkbox.tsx';
import { Progress } from '../../../components/progress/progress.tsx';
import { useRunningNow } from '../../../formats/clock.ts';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { saidError } from '../item/said-error.ts';
import { AloneMark } from '../runs-alone.tsx';
import type { ItemProps } from './item-card.tsx';
import styles from './items.module.css';
import { resultLine } from './result-line.ts';
import { useItemLabel, useItemState } from './use-items.ts';

/** An item without pictures, as a line. */
export function ItemRow({ item, selected, onToggle, onOpen }: ItemProps) {
  const words = useWords();
  const { task: w } = words;
  const formats = useFormats();
  const now = useRunningNow(item.status === 'processing');
  const label = useItemLabel()(item);
  const state = useItemState()(item);
  const { index, status, error, note, started_at, finished_at, attempt } = item;
  const titles: Record<string, string | undefined> = w.result_titles;
  const result =
    status === 'completed' && item.result !== null && resultLine(item, (name) => titles[name] ?? name);
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
        <button type="button" className={styles.open} aria-description={state} onClick={onOpen}>
          {label}
        </button>
        {error && status !== 'processing' && (
          <span className={styles.error}>{saidError(words, error).short}</span>
        )}
        {status === 'processing' && note && <span className={styles.note}>{note}</span>}
        {result && <span className={styles.note}>{result}</span>}
      </div>
      <div className={styles.state}>
        <StatusBadge status={status} />
        <AloneMark shown={item.runs_alone} />
        {status === 'processing' && <Progress value={item.progress} label={label} status={status} />}
      </div>
      <span className={styles.took}>
        {started_at && formats.duration(end - Date.parse(started_at))}
        {attempt > 1 && <span>{w.attempt(attempt)}</span>}
      </span>
    </li>
  );
}
