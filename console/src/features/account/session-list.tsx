import { Mark } from '../../components/badge/badge.tsx';
import { Button } from '../../components/button/button.tsx';
import { Ago } from '../../components/time/ago.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { deviceOf } from './device.ts';
import styles from './sessions.module.css';

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
  const { account: w } = useWords();
  const formats = useFormats();
  const nameOf = (user_agent: string | null) => {
    const { browser, system } = deviceOf(user_agent);
    return browser && system ? w.device_on(browser, system) : (browser ?? system ?? w.device_unknown);
  };
  return (
    <ul className={styles.list}>
      {sessions.map(({ id, ip, user_agent, created_at, last_used_at, current }) => (
        <li key={id} className={styles.session}>
          <div className={styles.words}>
            <p className={styles.device}>
              {nameOf(user_agent)}
              {current && <Mark tone="ok">{w.session_current}</Mark>}
            </p>
            <p className={styles.facts}>
              {ip && <span>{ip}</span>}
              <span>
                {w.signed_in_at} {formats.time(created_at)}
              </span>
              <span>
                {w.session_used} <Ago time={last_used_at} />
              </span>
            </p>
          </div>
          {!current && (
            <Button
              size="s"
              busy={ending === id}
              aria-label={w.session_end_of(nameOf(user_agent), formats.fullTime(created_at))}
              onClick={() => onEnd(id)}
            >
              {w.session_end}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
