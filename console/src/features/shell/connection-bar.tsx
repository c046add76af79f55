import { useEffect, useRef, useState } from 'react';
import { queryClient } from '../../app/query-client.ts';
import { announce } from '../../components/announce/announcements.ts';
import { Button } from '../../components/button/button.tsx';
import { focusPageIfLost } from '../../components/reorder/focus-after.ts';
import { live } from '../../live/live.ts';
import { useConnection, useMissing } from '../../live/use-live.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './connection-bar.module.css';

const SHOWN_MS = 800;

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
    <div className={missing ? styles.bar : undefined}>
      <p role="status" className={styles.text}>
        {missing && (missing === 'network' ? w.offline : w.reconnecting)}
      </p>
      {missing && <TryNow />}
    </div>
  );
}

/** Shows for a moment that it tries: an attempt that fails at once would look like a button that does nothing. */
function TryNow() {
  const { shell: w } = useWords();
  const [trying, setTrying] = useState(false);
  useEffect(() => {
    if (!trying) return;
    const timer = setTimeout(() => setTrying(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [trying]);
  useEffect(() => focusPageIfLost, []);
  const tryNow = () => {
    setTrying(true);
    live.tryNow();
  };
  return (
    <Button size="s" busy={trying} onClick={tryNow}>
      {w.try_now}
    </Button>
  );
}
