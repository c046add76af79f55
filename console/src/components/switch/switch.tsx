import { Switch as Base } from '@base-ui/react/switch';
import { useId } from 'react';
import styles from './switch.module.css';

interface Props {
  label: string;
  hint?: string;
  checked: boolean;
  /** Why the switch cannot be changed now. Shown in place of the hint and read out by screen readers; the switch stays in the tab order. */
  unavailable?: string | null | undefined;
  onChecked(checked: boolean): void;
}

/** A switch that takes effect at once. For screen readers, the hint is its description and not part of its name. */
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
