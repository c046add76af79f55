import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { classes } from '../classes.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import styles from './button.module.css';

interface Props {
  to: string;
  look?: 'primary' | 'secondary' | 'quiet';
  size?: 'm' | 's';
  icon?: IconName;
  children: ReactNode;
}

/** A link that looks like a button: it goes to another page. */
export function ButtonLink({ to, look = 'secondary', size = 'm', icon, children }: Props) {
  return (
    <Link href={to} className={classes(styles.button, styles[look], size === 's' && styles.small)}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  );
}
