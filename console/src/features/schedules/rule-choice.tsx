import { TimeField } from '../../components/field/read-field.tsx';
import { Select } from '../../components/select/select.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { KINDS, type Kind, type Shape, STEPS } from './rule-shape.ts';
import styles from './schedules.module.css';
import { useScheduleWords } from './use-schedule-words.ts';
import { WeekdayChoice } from './weekday-choice.tsx';

const MINUTES = Array.from({ length: 12 }, (_, at) => at * 5);
const DAYS = [...Array.from({ length: 31 }, (_, at) => `${at + 1}`), 'L'];
/** Days that some months lack begin here. */
const RARE_DAY = 29;

interface Props {
  shape: Shape;
  onShape(change: Partial<Shape>): void;
}

/** Builds the rule of a schedule by choosing instead of writing cron. */
export function RuleChoice({ shape, onShape }: Props) {
  const w = useScheduleWords();
  const { kind } = shape;
  const timed = kind !== 'minutes' && kind !== 'hourly' && kind !== 'own';
  return (
    <>
      <div className={styles.pair}>
        <Select<Kind>
          label={w.pattern}
          options={KINDS.map((value) => ({ value, label: w.patterns[value] }))}
          value={kind}
          onValue={(next) => onShape({ kind: next })}
        />
        {timed && <TimeField label={w.at_time} value={shape.time} onValue={(time) => onShape({ time })} />}
        {kind === 'minutes' && <EveryMinutes shape={shape} onShape={onShape} />}
        {kind === 'hourly' && <Minute shape={shape} onShape={onShape} />}
      </div>
      {kind === 'weekly' && <WeekdayChoice days={shape.days} onDays={(days) => onShape({ days })} />}
      {kind === 'monthly' && <DayOfMonth shape={shape} onShape={onShape} />}
    </>
  );
}

function EveryMinutes({ shape, onShape }: Props) {
  const w = useScheduleWords();
  const formats = useFormats();
  const options = STEPS.map((step) => ({ value: `${step}`, label: formats.duration(step * 60_000) }));
  const choose = (every: string) => onShape({ every: Number(every) });
  return <Select label={w.every} options={options} value={`${shape.every}`} onValue={choose} />;
}

function Minute({ shape: { minute }, onShape }: Props) {
  const w = useScheduleWords();
  const shown = [...new Set([...MINUTES, minute])].sort((one, other) => one - other);
  const options = shown.map((one) => ({ value: `${one}`, label: `:${`${one}`.padStart(2, '0')}` }));
  const choose = (next: string) => onShape({ minute: Number(next) });
  return <Select label={w.at_minute} options={options} value={`${minute}`} onValue={choose} />;
}

function DayOfMonth({ shape: { day }, onShape }: Props) {
  const w = useScheduleWords();
  const options = DAYS.map((one) => ({ value: one, label: one === 'L' ? w.last_day : one }));
  return (
    <div className={styles.pair}>
      <Select
        label={w.day_of_month}
        options={options}
        value={day}
        onValue={(next) => onShape({ day: next })}
      />
      {Number(day) >= RARE_DAY && <p className={styles.beside}>{w.rare_day}</p>}
    </div>
  );
}
