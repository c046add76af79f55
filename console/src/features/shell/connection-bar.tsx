import { useEffect, useRef } from 'react';
import { queryClient } from '../../app/query-client.ts';
import { announce } from '../../components/announce/announcements.ts';
import { useConnection } from '../../live/use-live.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './connection-bar.module.css';

/** Says that the page may be out of date, as long as the connection is lost; once it is back, reads that out and loads the page again. */
export function ConnectionBar() {
  const connection = useConnection();
  const { shell: w } = useWords();
  const lost = useRef(false);
  useEffect(() => {
    if (connection === 'open' && lost.current) {
      announce(w.reconnected);
      // What could not be loaded meanwhile, and what nobody told of.
      void queryClient.invalidateQueries();
    }
    if (connection !== 'connecting') lost.current = connection === 'waiting';
  }, [connection, w]);
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
