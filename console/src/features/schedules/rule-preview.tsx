import type { SchedulePreview } from '@client';
import { useEffect, useRef } from 'react';
import { announce } from '../../components/announce/announcements.ts';
import { useFormats } from '../../formats/use-formats.ts';
import { useLanguage, useWords } from '../../words/words-context.tsx';
import styles from './schedules.module.css';
import { useOwnTime } from './use-own-time.ts';

interface Props {
  preview: SchedulePreview | undefined;
  /** It is that of the rule before, shown until the new one is there. */
  old: boolean;
  waits: boolean;
  /** The time zone of the rule. */
  zone: string;
}

const NEXT = 5;

/** Takes the room of the explanation until it comes, so that the fields below it do not move. */
function Waiting() {
  return (
    <div className={styles.preview} aria-hidden="true">
      <p className={styles.words}>&nbsp;</p>
      <p className={styles.quiet}>&nbsp;</p>
      <ol className={styles.times}>
        {Array.from({ length: NEXT }, (_, at) => at).map((at) => (
          <li key={at}>&nbsp;</li>
        ))}
      </ol>
    </div>
  );
}

/** Explains a rule and shows the next five times at which it fires, by the clock of its zone. */
/** Reads out what a rule means once it is changed: only what is new. */
function useSaidRule(text: string | null): void {
  const said = useRef(text);
  useEffect(() => {
    if (text === null || text === said.current) return;
    if (said.current !== null) announce(text);
    said.current = text;
  }, [text]);
}

export function RulePreview({ preview, old, waits, zone }: Props) {
  const { schedules: w } = useWords();
  const language = useLanguage();
  const formats = useFormats();
  const ownTime = useOwnTime();
  useSaidRule(preview && !old ? preview.text[language] : null);
  if (!preview) return waits ? <Waiting /> : null;
  return (
    <div className={styles.preview}>
      <p className={styles.words}>{preview.text[language]}</p>
      <p className={styles.quiet}>{w.five_next(zone)}</p>
      <ol className={styles.times}>
        {preview.next.map((time) => (
          <li key={time}>
            <time dateTime={time} title={formats.zonedTime(time)}>
              {formats.moment(time, zone)}
            </time>
            {ownTime(time, zone) && <span className={styles.quiet}>{ownTime(time, zone)}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}
