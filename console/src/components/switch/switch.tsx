import { Switch as Base } from '@base-ui/react/switch';
import { useId } from 'react';
import styles from './switch.module.css';

interface Props {
  label: string;
  hint?: string;
  checked: boolean;
  /** Why it cannot be changed now: shown in place of the explanation, and read out. It keeps its place in the tab order. */
  unavailable?: string | null | undefined;
  onChecked(checked: boolean): void;
}

/** On or off, at once. Its explanation describes it; it is no part of its name. */
export function Switch({ label, hint, checked, unavailable, onChecked }: Props) {
  const id = useId();
  const text = unavailable ?? hint;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's switch inside it
    <label className={styles.row}>
      <span>
        <span id={`${id}label`} className={styles.label}>
          {label}
        </span>
        {text && (
          <span id={`${id}hint`} className={styles.hint}>
            {text}
          </span>
        )}
      </span>
      <Base.Root
        className={styles.track}
        aria-labelledby={`${id}label`}
        aria-describedby={text ? `${id}hint` : undefined}
        checked={checked}
        readOnly={Boolean(unavailable)}
        aria-disabled={unavailable ? true : undefined}
        onCheckedChange={onChecked}
      >
        <Base.Thumb className={styles.thumb} />
      </Base.Root>
    </label>
  );
}
