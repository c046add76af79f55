import type { SchedulePreview } from '@client';
import { useEffect, useRef } from 'react';
import { announce } from '../../components/announce/announcements.ts';
import { useFormats } from '../../formats/use-formats.ts';
import { useLanguage } from '../../words/words-context.tsx';
import styles from './schedules.module.css';
import { useOwnTime } from './use-own-time.ts';
import { useScheduleWords } from './use-schedule-words.ts';

interface Props {
  preview: SchedulePreview | undefined;
  /** It is that of the rule before, shown until the new one is there. */
  old: boolean;
  waits: boolean;
  /** The time zone of the rule. */
  zone: string;
}

const NEXT = 5;
const WHOLE_MINUTE = ':00.000Z';

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

/** Reads out what a rule means, and when it fires next, once the rule or its zone is changed. */
function useSaidRule(text: string | null): void {
  const said = useRef(text);
  useEffect(() => {
    if (text === null || text === said.current) return;
    if (said.current !== null) announce(text, 'rule');
    said.current = text;
  }, [text]);
}

/** Explains a rule and shows the next five times at which it fires, by the clock of its zone. */
export function RulePreview({ preview, old, waits, zone }: Props) {
  const w = useScheduleWords();
  const language = useLanguage();
  const formats = useFormats();
  const ownTime = useOwnTime();
  const exact = preview?.next.some((time) => !time.endsWith(WHOLE_MINUTE)) ?? false;
  const [first] = preview?.next ?? [];
  const when = first === undefined ? null : formats.moment(first, zone, exact);
  useSaidRule(preview && !old ? w.said_rule(preview.text[language], when, zone) : null);
  if (!preview) return waits ? <Waiting /> : null;
  return (
    <div className={styles.preview}>
      <p className={styles.words}>{preview.text[language]}</p>
      <p className={styles.quiet}>{w.five_next(zone)}</p>
      <ol className={styles.times}>
        {preview.next.map((time) => (
          <li key={time}>
            <time dateTime={time} title={formats.zonedTime(time)}>
              {formats.moment(time, zone, exact)}
            </time>
            {ownTime(time, zone) && <span className={styles.quiet}>{ownTime(time, zone, exact)}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}
