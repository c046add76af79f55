import { useConnection } from '../../live/use-live.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './connection-bar.module.css';

/** Says that what is on the page may be out of date, for as long as it may be. */
export function ConnectionBar() {
  const connection = useConnection();
  const { shell: w } = useWords();
  return (
    <div role="status" className={styles.over}>
      {connection === 'waiting' && (
        <p className={styles.bar}>
          <span className={styles.dot} aria-hidden="true" />
          {w.reconnecting}
        </p>
      )}
    </div>
  );
}
