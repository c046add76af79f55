import type { SchedulePreview } from '@client';
import { useFormats } from '../../formats/use-formats.ts';
import { useLanguage, useWords } from '../../words/words-context.tsx';
import styles from './schedules.module.css';
import { useOwnTime } from './use-own-time.ts';

interface Props {
  preview: SchedulePreview | undefined;
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
export function RulePreview({ preview, waits, zone }: Props) {
  const { schedules: w } = useWords();
  const language = useLanguage();
  const formats = useFormats();
  const ownTime = useOwnTime();
  if (!preview) return waits ? <Waiting /> : null;
  return (
    <div className={styles.preview}>
      <p className={styles.words} aria-live="polite">
        {preview.text[language]}
      </p>
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
