import { Checkbox } from '../../components/checkbox/checkbox.tsx';
import { Checks } from '../../components/checkbox/checks.tsx';
import { useWords } from '../../words/words-context.tsx';
import { useTaskTypes, useTypeTitle } from '../tasks/use-task-types.ts';
import styles from './webhooks.module.css';

interface Props {
  chosen: readonly string[];
  onChosen(types: string[]): void;
  error: string | undefined;
}

/** The types of task that a webhook reports: a box for each. One that the server no longer has stays, so that it can be taken away. */
export function TypeChoice({ chosen, onChosen, error }: Props) {
  const { webhooks: w } = useWords();
  const { data = [] } = useTaskTypes();
  const titleOf = useTypeTitle();
  const types = [...new Set([...data.map(({ type }) => type), ...chosen])];
  return (
    <Checks name={w.task_types} error={error}>
      <p className={styles.why}>{w.task_types_hint}</p>
      {types.map((type) => (
        <Checkbox
          key={type}
          label={titleOf(type)}
          checked={chosen.includes(type)}
          onChecked={(on) => onChosen(types.filter((one) => (one === type ? on : chosen.includes(one))))}
        >
          {titleOf(type)}
        </Checkbox>
      ))}
    </Checks>
  );
}
