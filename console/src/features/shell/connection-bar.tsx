import { useEffect, useRef } from 'react';
import { queryClient } from '../../app/query-client.ts';
import { announce } from '../../components/announce/announcements.ts';
import { live } from '../../live/live.ts';
import { useConnection, useMissing } from '../../live/use-live.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './connection-bar.module.css';

/** Says that the page may be out of date, as long as the connection is lost; once events flow again, loads what is shown again. */
export function ConnectionBar() {
  const connection = useConnection();
  const missing = useMissing();
  const { shell: w } = useWords();
  const lost = useRef(false);
  useEffect(() => {
    if (connection === 'open' && lost.current) announce(w.reconnected);
    if (connection !== 'connecting') lost.current = connection !== 'open';
  }, [connection, w]);
  // What could not be loaded meanwhile, and what nobody told of. The new stream itself tells of the newest tasks only.
  useEffect(() => live.onResume(() => void queryClient.invalidateQueries()), []);
  return (
    <div role="status">
      {missing && (
        <p className={styles.bar}>
          <span className={styles.dot} aria-hidden="true" />
          {missing === 'network' ? w.offline : w.reconnecting}
        </p>
      )}
    </div>
  );
}
