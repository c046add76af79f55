import { Switch as Base } from '@base-ui/react/switch';
import { useId } from 'react';
import styles from './switch.module.css';

interface Props {
  label: string;
  hint?: string;
  checked: boolean;
  disabled?: boolean;
  onChecked(checked: boolean): void;
}

/** On or off, at once. Its explanation describes it; it is no part of its name. */
export function Switch({ label, hint, checked, disabled, onChecked }: Props) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's switch inside it
    <label className={styles.row}>
      <span>
        <span id={`${id}label`} className={styles.label}>
          {label}
        </span>
        {hint && (
          <span id={`${id}hint`} className={styles.hint}>
            {hint}
          </span>
        )}
      </span>
      <Base.Root
        className={styles.track}
        aria-labelledby={`${id}label`}
        aria-describedby={hint ? `${id}hint` : undefined}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChecked}
      >
        <Base.Thumb className={styles.thumb} />
      </Base.Root>
    </label>
  );
}
