import type { ComponentProps, ReactNode } from 'react';
import { classes } from '../classes.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import { Tooltip } from '../tooltip/tooltip.tsx';
import styles from './button.module.css';

export interface ButtonProps extends ComponentProps<'button'> {
  look?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 'm' | 's';
  icon?: IconName;
  /** Pressing the button does nothing. It keeps the focus, unlike a natively disabled button. */
  disabled?: boolean;
  /** Shows a spinner and ignores further presses. The button keeps the focus. */
  busy?: boolean;
  /** On a phone its icon is seen alone. */
  folds?: boolean;
  /** Why the button does nothing now. Shown on hover and focus and read out by screen readers; the button stays in the tab order. */
  unavailable?: string | null | undefined;
  children?: ReactNode;
}

export function Button({
  look = 'secondary',
  size = 'm',
  icon,
  disabled,
  busy,
  folds,
  unavailable,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const off = disabled || busy || Boolean(unavailable);
  const button = (
    <button
      type="button"
      {...rest}
      data-look={look}
      aria-busy={busy || undefined}
      aria-disabled={off || undefined}
      aria-description={unavailable ?? undefined}
      onClick={off ? (event) => event.preventDefault() : onClick}
      className={classes(
        styles.button,
        styles[look],
        size === 's' && styles.small,
        folds && styles.folds,
        className,
      )}
    >
      {busy ? <span className={styles.spinner} aria-hidden="true" /> : icon && <Icon name={icon} />}
      {folds ? <span className={styles.words}>{children}</span> : children}
    </button>
  );
  return unavailable ? <Tooltip text={unavailable}>{button}</Tooltip> : button;
}
