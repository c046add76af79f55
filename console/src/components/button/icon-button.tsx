import type { ComponentProps } from 'react';
import { classes } from '../classes.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import { Tooltip } from '../tooltip/tooltip.tsx';
import styles from './button.module.css';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'disabled'> {
  icon: IconName;
  label: string;
  size?: 'm' | 's';
  /** It does nothing now; it keeps its focus, which the last page of a list would otherwise take from it. */
  disabled?: boolean;
}

/** A button without words on it: its label is read out, and shown when it is pointed at or focused. */
export function IconButton({
  icon,
  label,
  size = 's',
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
          styles.quiet,
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
