import type { SchedulePreview } from '@client';
import { useFormats } from '../../formats/use-formats.ts';
import { useLanguage, useWords } from '../../words/words-context.tsx';
import styles from './schedules.module.css';

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Explains a rule and shows the next five times at which it fires, in the time zone of the browser. */
export function RulePreview({ preview }: { preview: SchedulePreview | undefined }) {
  const { schedules: w } = useWords();
  const language = useLanguage();
  const formats = useFormats();
  if (!preview) return null;
  return (
    <div className={styles.preview}>
      <p className={styles.words} aria-live="polite">
        {preview.text[language]}
      </p>
      <p className={styles.quiet}>{`${w.five_next} · ${w.local_times(ZONE)}`}</p>
      <ol className={styles.times}>
        {preview.next.map((time) => (
          <li key={time}>
            <time dateTime={time} title={formats.fullTime(time)}>
              {formats.moment(time)}
            </time>
          </li>
        ))}
      </ol>
    </div>
  );
}
