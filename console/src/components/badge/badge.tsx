import { useWords } from '../../words/words-context.tsx';
import styles from './badge.module.css';

export type Tone = 'ok' | 'bad' | 'warn' | 'live' | 'quiet';

export function Badge({ tone = 'quiet', children }: { tone?: Tone; children: string }) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  );
}

/** The same without a frame: for columns in which most rows say the same. */
export function Mark({ tone = 'quiet', children }: { tone?: Tone; children: string }) {
  return (
    <span className={styles.status} data-tone={tone}>
      <span className={styles.mark} aria-hidden="true" />
      {children}
    </span>
  );
}

export type Status =
  | 'pending'
  | 'queued'
  | 'processing'
  | 'cancelling'
  | 'completed'
  | 'failed'
  | 'cancelled';

const tones: Record<Status, Tone> = {
  pending: 'quiet',
  queued: 'quiet',
  processing: 'live',
  cancelling: 'warn',
  completed: 'ok',
  failed: 'bad',
  cancelled: 'quiet',
};

/** The status of a task or an item: a word and a shape, never a colour alone. A task that completed with failures says so. */
export function StatusBadge({ status, failures = 0 }: { status: Status; failures?: number }) {
  const { status: w } = useWords();
  const mixed = status === 'completed' && failures > 0;
  return (
    <span className={styles.status} data-tone={mixed ? 'warn' : tones[status]} data-status={status}>
      <span className={styles.mark} aria-hidden="true" />
      {mixed ? w.completed_with_failures : w[status]}
    </span>
  );
}
