import { useConnection } from '../../live/use-live.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './connection-bar.module.css';

/** Says that the page may be out of date, as long as the connection is lost. */
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
