import { Field as Base } from '@base-ui/react/field';
import { Field } from '../../components/field/field.tsx';
import { useWords } from '../../words/words-context.tsx';
import styles from './priority-field.module.css';

interface Props {
  value: number;
  error?: string | undefined;
  onValue(value: number): void;
}

/** A slider for the priority of a task, with what its ends mean. */
export function PriorityField({ value, error, onValue }: Props) {
  const { new_task: w } = useWords();
  return (
    <Field label={w.priority} error={error}>
      <div className={styles.priority}>
        {/* Screen readers get this text from the slider. */}
        <span className={styles.number} aria-hidden="true">
          {w.priority_is(value)}
        </span>
        <Base.Control
          type="range"
          min={1}
          max={10}
          className={styles.range}
          value={value}
          onValueChange={(next) => onValue(Number(next))}
          aria-valuetext={w.priority_is(value)}
        />
      </div>
      <span className={styles.ends} aria-hidden="true">
        <span>{w.priority_low}</span>
        <span>{w.priority_high}</span>
      </span>
    </Field>
  );
}
