import type { ComponentProps, ReactNode } from 'react';
import { classes } from '../classes.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import { Tooltip } from '../tooltip/tooltip.tsx';
import styles from './button.module.css';

export interface ButtonProps extends ComponentProps<'button'> {
  look?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 'm' | 's';
  icon?: IconName;
  /** It does nothing now; it keeps its focus, which a form that has just been saved would otherwise take from it. */
  disabled?: boolean;
  /** Shown as busy and not pressed twice; it keeps its focus. */
  busy?: boolean;
  /** On a phone its icon is seen alone. */
  folds?: boolean;
  /** Why it cannot be pressed now: shown where it is pointed at or focused, and read out. It keeps its place in the tab order. */
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
