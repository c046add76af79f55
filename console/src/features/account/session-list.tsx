import { useRef, useState } from 'react';
import { Mark } from '../../components/badge/badge.tsx';
import { Button } from '../../components/button/button.tsx';
import { focusAfter } from '../../components/reorder/focus-after.ts';
import { useNow } from '../../formats/clock.ts';
import { useFormats } from '../../formats/use-formats.ts';
import { deviceOf } from './device.ts';
import { newestSessions } from './newest-sessions.ts';
import styles from './sessions.module.css';
import { useAccountWords } from './use-account-words.ts';

/** So many are in sight before all are asked for. */
const FIRST = 5;

export interface ShownSession {
  id: string;
  created_at: string;
  last_used_at: string;
  ip: string | null;
  user_agent: string | null;
  current?: boolean;
}

interface Props {
  sessions: readonly ShownSession[];
  /** Id of the session that is being ended. */
  ending: string | null;
  onEnd(id: string): void;
}

export function SessionList({ sessions, ending, onEnd }: Props) {
  const w = useAccountWords();
  const [all, setAll] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  // The button disappears, so the focus moves to the first session that was not in sight.
  const showAll = () => {
    setAll(true);
    focusAfter(() => list.current?.querySelector<HTMLElement>(`li:nth-child(${FIRST + 1}) button`));
  };
  return (
    <>
      <ul ref={list} className={styles.list}>
        {newestSessions(sessions, all ? sessions.length : FIRST).map((session) => (
          <SessionRow key={session.id} session={session} busy={ending === session.id} onEnd={onEnd} />
        ))}
      </ul>
      {!all && sessions.length > FIRST && (
        <Button size="s" className={styles.more} onClick={showAll}>
          {w.sessions_all(sessions.length)}
        </Button>
      )}
    </>
  );
}

interface RowProps {
  session: ShownSession;
  busy: boolean;
  onEnd(id: string): void;
}

function SessionRow({ session, busy, onEnd }: RowProps) {
  const w = useAccountWords();
  const formats = useFormats();
  const now = useNow();
  const { id, ip, created_at, last_used_at, current } = session;
  const { browser, system } = deviceOf(session.user_agent);
  const name = browser && system ? w.device_on(browser, system) : (browser ?? system ?? w.device_unknown);
  return (
    <li className={styles.session}>
      <div className={styles.words}>
        <p className={styles.device}>
          {name}
          {current && <Mark tone="ok">{w.session_current}</Mark>}
        </p>
        <p className={styles.facts}>
          {ip && <span>{ip}</span>}
          <span>{w.signed_in_at(formats.time(created_at))}</span>
          <time dateTime={last_used_at} title={formats.zonedTime(last_used_at)}>
            {w.session_used(formats.ago(last_used_at, now))}
          </time>
        </p>
      </div>
      {!current && (
        <Button
          size="s"
          busy={busy}
          aria-label={w.session_end_of(name, formats.fullTime(created_at))}
          onClick={() => onEnd(id)}
        >
          {w.session_end}
        </Button>
      )}
    </li>
  );
}
