import { Switch as Base } from '@base-ui/react/switch';
import styles from './switch.module.css';

interface Props {
  label: string;
  hint?: string;
  checked: boolean;
  disabled?: boolean;
  onChecked(checked: boolean): void;
}

/** On or off, at once. */
export function Switch({ label, hint, checked, disabled, onChecked }: Props) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's switch inside it
    <label className={styles.row}>
      <span>
        <span className={styles.label}>{label}</span>
        {hint && <span className={styles.hint}>{hint}</span>}
      </span>
      <Base.Root className={styles.track} checked={checked} disabled={disabled} onCheckedChange={onChecked}>
        <Base.Thumb className={styles.thumb} />
      </Base.Root>
    </label>
  );
}
