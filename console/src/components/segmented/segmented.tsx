import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { Option } from '../select/select.tsx';
import styles from './segmented.module.css';

interface Props<T extends string> {
  label: string;
  options: readonly Option<T>[];
  value: T;
  onValue(value: T): void;
  /** The label stands above; else it is read out alone. */
  labelled?: boolean;
}

/** One of two to four values, all of them in sight. */
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
