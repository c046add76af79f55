import { Field as Base } from '@base-ui/react/field';
import { Field } from '../../components/field/field.tsx';
import { TextField } from '../../components/field/text-field.tsx';
import { Switch } from '../../components/switch/switch.tsx';
import { useWords } from '../../words/words-context.tsx';
import { faultAt } from './faults.ts';
import styles from './new-task.module.css';
import type { Editing } from './use-draft.ts';

const LONGEST_NAME = 200;

interface Props {
  editing: Editing;
  /** Label of the name field, where the page has another name field. */
  name?: string;
}

/** The fields that tasks of every type have. */
export function TaskFields({ editing: { draft, faults, set }, name }: Props) {
  const { new_task: w } = useWords();
  return (
    <>
      <TextField
        label={name ?? w.name}
        hint={w.name_hint}
        error={faultAt(faults, 'name')}
        maxLength={LONGEST_NAME}
        autoComplete="off"
        value={draft.name}
        onValue={(next) => set({ name: next })}
      />
      <div className={styles.pair}>
        <Field label={w.priority} error={faultAt(faults, 'priority')}>
          <div className={styles.priority}>
            {/* Screen readers get this text from the slider. */}
            <span className={styles.number} aria-hidden="true">
              {w.priority_is(Number(draft.priority))}
            </span>
            <Base.Control
              type="range"
              min={1}
              max={10}
              className={styles.range}
              value={draft.priority}
              onValueChange={(priority) => set({ priority: String(priority) })}
              aria-valuetext={w.priority_is(Number(draft.priority))}
            />
          </div>
          <span className={styles.ends} aria-hidden="true">
            <span>{w.priority_low}</span>
            <span>{w.priority_high}</span>
          </span>
        </Field>
        <Switch
          label={w.shared}
          hint={w.shared_hint}
          checked={draft.shared}
          onChecked={(shared) => set({ shared })}
        />
      </div>
    </>
  );
}
