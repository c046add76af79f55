import type { ReactNode } from 'react';
import styles from './button-row.module.css';

/** Buttons side by side, each as wide as its words. */
export const ButtonRow = ({ children }: { children: ReactNode }) => (
  <div className={styles.row}>{children}</div>
);
