import fieldStyles from '../../../components/field/field.module.css';
import { TagList } from '../../../components/tag-list/tag-list.tsx';
import { useWords } from '../../../words/words-context.tsx';

interface Props {
  label: string;
  hint?: string;
  error?: string | undefined;
  most?: number | undefined;
  values: readonly string[];
  onValues(values: string[]): void;
}

/** A field for a list of texts of any kind: a comma belongs to the text. */
export function ListField({ label, hint, error, most = 1_000, values, onValues }: Props) {
  const { new_task: w } = useWords();
  return (
    <div className={fieldStyles.field}>
      <span className={fieldStyles.label} aria-hidden="true">
        {label}
      </span>
      <TagList
        commas
        label={label}
        placeholder={w.list_example}
        most={most}
        values={values}
        onValues={onValues}
        invalid={error !== undefined}
      />
      {hint && <span className={fieldStyles.hint}>{hint}</span>}
      {error && (
        <span className={fieldStyles.error} role="alert">
          {error}
        </span>
      )}
    </div>
  );
}
