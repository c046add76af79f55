import { useWords } from '../../words/words-context.tsx';
import styles from './badge.module.css';

/** What a colour means, everywhere: well, broken, needs somebody, at work, nothing to see to. */
export type Tone = 'ok' | 'bad' | 'warn' | 'live' | 'quiet';
type Shape = 'disc' | 'diamond' | 'triangle' | 'ring' | 'dash';

const shapes: Record<Tone, Shape> = {
  ok: 'disc',
  bad: 'diamond',
  warn: 'triangle',
  live: 'disc',
  quiet: 'dash',
};

/** What something is, not how it is: a role, a permission. */
export function Badge({ children }: { children: string }) {
  return <span className={styles.badge}>{children}</span>;
}

interface MarkProps {
  tone?: Tone;
  /** In place of the one of its tone. */
  shape?: Shape | undefined;
  children: string;
}

/** How something is: a word, and a shape and a colour that mean the same everywhere; never a colour alone. */
export function Mark({ tone = 'quiet', shape = shapes[tone], children }: MarkProps) {
  return (
    <span className={styles.state} data-tone={tone}>
      <span className={styles.mark} data-shape={shape} aria-hidden="true" />
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

const looks: Record<Status, { tone: Tone; shape?: Shape }> = {
  pending: { tone: 'quiet', shape: 'ring' },
  queued: { tone: 'quiet', shape: 'ring' },
  processing: { tone: 'live' },
  cancelling: { tone: 'warn' },
  completed: { tone: 'ok' },
  failed: { tone: 'bad' },
  cancelled: { tone: 'quiet' },
};

/** The status of a task or an item. A task that completed with failures says so. */
export function StatusBadge({ status, failures = 0 }: { status: Status; failures?: number }) {
  const { status: w } = useWords();
  if (status === 'completed' && failures > 0) return <Mark tone="warn">{w.completed_with_failures}</Mark>;
  return <Mark {...looks[status]}>{w[status]}</Mark>;
}
