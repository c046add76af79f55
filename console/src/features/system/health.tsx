import type { System } from '@client';
import { Mark } from '../../components/badge/badge.tsx';
import styles from './system.module.css';
import { useSystemWords } from './use-system-words.ts';

/** Says for each component whether it works, and why not. */
export function Health({ parts }: { parts: System['parts'] }) {
  const w = useSystemWords();
  const names: Record<string, string> = {
    database: w.part_database,
    queue: w.part_queue,
    events: w.part_events,
    files: w.part_files,
    open_files: w.part_open_files,
  };
  return (
    <ul className={styles.parts} aria-label={w.health}>
      {Object.entries(parts).map(([part, { status, reason }]) => (
        <li key={part}>
          <span className={styles.part}>{names[part] ?? part}</span>
          <Mark tone={status === 'ok' ? 'ok' : 'bad'}>{status === 'ok' ? w.ok : w.unavailable}</Mark>
          {reason && <span className={styles.reason}>{reason}</span>}
        </li>
      ))}
    </ul>
  );
}
