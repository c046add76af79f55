import type { TaskType } from '@client';
import { Segmented } from '../../components/segmented/segmented.tsx';
import { Select } from '../../components/select/select.tsx';
import { useLanguage, useWords } from '../../words/words-context.tsx';

const MOST_IN_SIGHT = 3;

interface Props {
  types: readonly TaskType[];
  value: string;
  onValue(type: string): void;
  /** Shows the label above the choice. Otherwise only screen readers read it. */
  labelled?: boolean;
}

/** Chooses the task type. Few types are all visible; many are in a list. */
export function TypeChoice({ types, value, onValue, labelled = false }: Props) {
  const { new_task: w } = useWords();
  const language = useLanguage();
  const options = types.map((one) => ({ value: one.type, label: one.title[language] }));
  return options.length > MOST_IN_SIGHT ? (
    <Select compact={!labelled} label={w.type} options={options} value={value} onValue={onValue} />
  ) : (
    <Segmented labelled={labelled} label={w.type} options={options} value={value} onValue={onValue} />
  );
}
