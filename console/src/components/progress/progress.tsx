import { useFormats } from '../../formats/use-formats.ts';
import type { Status } from '../badge/badge.tsx';
import styles from './progress.module.css';

interface Props {
  /** 0 to 100. */
  value: number;
  label: string;
  status: Status;
  /** The failed part, from 0 to 1 of the whole, shown at the end of the bar. */
  failed?: number;
}

/** A progress bar with a separate part for failed items. */
export function Progress({ value, label, status, failed = 0 }: Props) {
  const formats = useFormats();
  const bad = Math.min(100, Math.max(0, failed * 100));
  const good = Math.max(0, Math.min(100, value) - bad);
  return (
    <div
      className={styles.bar}
      data-status={status}
      data-failures={bad > 0}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(value)}
      aria-valuetext={formats.percent(value)}
      title={formats.percent(value)}
    >
      <span className={styles.done} style={{ transform: `scaleX(${good / 100})` }} />
      {bad > 0 && (
        <span
          className={styles.failed}
          data-alone={good === 0}
          style={{ left: `${good}%`, right: `${100 - good - bad}%` }}
        />
      )}
    </div>
  );
}
