import { Checkbox as Base } from '@base-ui/react/checkbox';
import type { ReactNode } from 'react';
import { Icon } from '../icon/icon.tsx';
import { Tooltip } from '../tooltip/tooltip.tsx';
import styles from './checkbox.module.css';

interface Props {
  checked: boolean;
  some?: boolean;
  /** Takes the focus when its dialog opens. */
  first?: boolean;
  label: string;
  /** Shown beside the box. Without it, only screen readers get the label. */
  children?: ReactNode;
  invalid?: boolean;
  /** Why the box cannot be changed now. Shown on hover and focus and read out by screen readers; the box stays in the tab order. */
  unavailable?: string | null | undefined;
  /** `shift` tells whether Shift was held, with which lists select ranges. */
  onChecked(checked: boolean, shift: boolean): void;
}

export function Checkbox({ checked, some, first, label, children, invalid, unavailable, onChecked }: Props) {
  const bare = (
    <Base.Root
      className={styles.box}
      checked={checked}
      indeterminate={some ?? false}
      data-first-focus={first || undefined}
      readOnly={Boolean(unavailable)}
      aria-disabled={unavailable ? true : undefined}
      aria-description={unavailable ?? undefined}
      aria-invalid={invalid || undefined}
      aria-label={children ? undefined : label}
      // With Shift, a range of boxes is meant, not the text between them.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
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
