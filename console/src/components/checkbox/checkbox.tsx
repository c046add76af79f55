import { Checkbox as Base } from '@base-ui/react/checkbox';
import type { ReactNode } from 'react';
import { Icon } from '../icon/icon.tsx';
import { Tooltip } from '../tooltip/tooltip.tsx';
import styles from './checkbox.module.css';

interface Props {
  checked: boolean;
  some?: boolean;
  label: string;
  /** Shown beside the box; left out, the label is read out alone. */
  children?: ReactNode;
  /** Why it cannot be changed now: read out, and shown where it is pointed at or focused. It keeps its place in the tab order. */
  unavailable?: string | null | undefined;
  /** Told whether Shift was held: lists select ranges with it. */
  onChecked(checked: boolean, shift: boolean): void;
}

export function Checkbox({ checked, some, label, children, unavailable, onChecked }: Props) {
  const bare = (
    <Base.Root
      className={styles.box}
      checked={checked}
      indeterminate={some ?? false}
      readOnly={Boolean(unavailable)}
      aria-disabled={unavailable ? true : undefined}
      aria-description={unavailable ?? undefined}
      aria-label={children ? undefined : label}
      onCheckedChange={(next, { event }) => onChecked(next, 'shiftKey' in event && event.shiftKey === true)}
    >
      <Base.Indicator className={styles.tick} keepMounted={false}>
        <Icon name={some ? 'minus' : 'check'} size={12} />
      </Base.Indicator>
    </Base.Root>
  );
  const box = unavailable ? <Tooltip text={unavailable}>{bare}</Tooltip> : bare;
  if (!children) return box;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's box inside it
    <label className={styles.label}>
      {box}
      <span>{children}</span>
    </label>
  );
}
