import { Checkbox as Base } from '@base-ui/react/checkbox';
import type { ReactNode } from 'react';
import { Icon } from '../icon/icon.tsx';
import styles from './checkbox.module.css';

interface Props {
  checked: boolean;
  some?: boolean;
  label: string;
  /** Shown beside the box; left out, the label is read out alone. */
  children?: ReactNode;
  disabled?: boolean;
  /** Told whether Shift was held: lists select ranges with it. */
  onChecked(checked: boolean, shift: boolean): void;
}

export function Checkbox({ checked, some, label, children, disabled, onChecked }: Props) {
  const box = (
    <Base.Root
      className={styles.box}
      checked={checked}
      indeterminate={some ?? false}
      disabled={disabled}
      aria-label={children ? undefined : label}
      onCheckedChange={(next, { event }) => onChecked(next, 'shiftKey' in event && event.shiftKey === true)}
    >
      <Base.Indicator className={styles.tick} keepMounted={false}>
        <Icon name={some ? 'minus' : 'check'} size={12} />
      </Base.Indicator>
    </Base.Root>
  );
  if (!children) return box;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's box inside it
    <label className={styles.label}>
      {box}
      <span>{children}</span>
    </label>
  );
}
