import { ManyCombobox } from '../../components/combobox/many-combobox.tsx';
import { useTaskTypes, useTypeTitle } from '../tasks/use-task-types.ts';
import { useWebhookWords } from './use-webhook-words.ts';

interface Props {
  chosen: readonly string[];
  onChosen(types: string[]): void;
  error: string | undefined;
}

/** The types of task that a webhook reports, found by typing. One that the server no longer has stays, so that it can be taken away. */
export function TypeChoice({ chosen, onChosen, error }: Props) {
  const w = useWebhookWords();
  const { data = [] } = useTaskTypes();
  const titleOf = useTypeTitle();
  const types = [...new Set([...data.map(({ type }) => type), ...chosen])];
  return (
    <ManyCombobox
      label={w.task_types}
      hint={w.task_types_hint}
      placeholder={w.any_type}
      options={types.map((type) => ({ value: type, label: titleOf(type) }))}
      values={chosen}
      onValues={onChosen}
      error={error}
    />
  );
}
