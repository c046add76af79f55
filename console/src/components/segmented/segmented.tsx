import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { Option } from '../select/select.tsx';
import styles from './segmented.module.css';

interface Props<T extends string> {
  label: string;
  options: readonly Option<T>[];
  value: T;
  onValue(value: T): void;
  /** Shows the label above the choices. Otherwise only screen readers read it. */
  labelled?: boolean;
}

/** A choice between a few values that are all visible. */
export function Segmented<T extends string>({ label, options, value, onValue, labelled }: Props<T>) {
  return (
    <div className={styles.field}>
      {labelled && (
        <span className={styles.label} aria-hidden="true">
          {label}
        </span>
      )}
      <RadioGroup
        className={styles.group}
        aria-label={label}
        value={value}
        onValueChange={(next) => onValue(next as T)}
      >
        {options.map((option) => (
          <Radio.Root
            key={option.value}
            value={option.value}
            className={styles.option}
            aria-label={option.label}
          >
            {option.label}
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  );
}
