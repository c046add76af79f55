import { TextField } from '../../components/field/text-field.tsx';
import { Switch } from '../../components/switch/switch.tsx';
import { useWords } from '../../words/words-context.tsx';
import { faultAt } from './faults.ts';
import styles from './new-task.module.css';
import { PriorityField } from './priority-field.tsx';
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
        <PriorityField
          value={Number(draft.priority)}
          error={faultAt(faults, 'priority')}
          onValue={(priority) => set({ priority: String(priority) })}
        />
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
