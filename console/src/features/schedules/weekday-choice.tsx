import { useLanguage } from '../../words/words-context.tsx';
import styles from './schedules.module.css';
import { useScheduleWords } from './use-schedule-words.ts';

/** Weekdays in the order shown, beginning with Monday. */
const WEEK = [1, 2, 3, 4, 5, 6, 0];
/** A date that is a Sunday, to get the names of weekdays from `Intl`. */
const SUNDAY = Date.UTC(2026, 0, 4);
const DAY_MS = 86_400_000;

interface Props {
  days: readonly number[];
  onDays(days: number[]): void;
}

/** Chooses weekdays. The last chosen one cannot be removed. */
export function WeekdayChoice({ days, onDays }: Props) {
  const w = useScheduleWords();
  const locale = useLanguage() === 'zh' ? 'zh-CN' : 'en';
  const name = (day: number, weekday: 'short' | 'long') =>
    new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(SUNDAY + day * DAY_MS);
  const toggle = (day: number) => {
    const next = days.includes(day) ? days.filter((one) => one !== day) : [...days, day];
    if (next.length > 0) onDays(next);
  };
  return (
    <fieldset className={styles.week}>
      <legend>{w.on_days}</legend>
      {WEEK.map((day) => (
        <button
          key={day}
          type="button"
          className={styles.day}
          aria-pressed={days.includes(day)}
          aria-label={name(day, 'long')}
          onClick={() => toggle(day)}
        >
          {name(day, 'short')}
        </button>
      ))}
    </fieldset>
  );
}
