import type { ReactNode } from 'react';
import { classes } from '../classes.ts';
import styles from './fact-line.module.css';

/** Short facts in a line, with dots between them; where a line ends, so does its last dot. */
export const FactLine = ({ small, children }: { small?: boolean; children: ReactNode }) => (
  <span className={classes(styles.line, small && styles.small)}>{children}</span>
);
