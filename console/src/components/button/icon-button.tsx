import type { ComponentProps } from 'react';
import { classes } from '../classes.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import { Tooltip } from '../tooltip/tooltip.tsx';
import styles from './button.module.css';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: IconName;
  label: string;
  size?: 'm' | 's';
}

/** A button without words on it: its label is read out, and shown when it is pointed at or focused. */
export function IconButton({ icon, label, size = 's', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
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
