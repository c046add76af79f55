import type { ComponentProps } from 'react';
import { classes } from '../classes.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import { Tooltip } from '../tooltip/tooltip.tsx';
import styles from './button.module.css';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'disabled'> {
  icon: IconName;
  label: string;
  size?: 'm' | 's';
  /** Looks like the buttons with words beside it. */
  framed?: boolean;
  /** Pressing the button does nothing. It keeps the focus, unlike a natively disabled button. */
  disabled?: boolean;
}

/** A button that shows only an icon. Its label is shown on hover and focus and read out by screen readers. */
export function IconButton({
  icon,
  label,
  size = 's',
  framed,
  disabled,
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-disabled={disabled || undefined}
        onClick={disabled ? undefined : onClick}
        className={classes(
          styles.button,
          framed ? styles.secondary : styles.quiet,
          styles.square,
          size === 's' && styles.small,
          className,
        )}
      >
        <Icon name={icon} />
      </button>
    </Tooltip>
  );
}
