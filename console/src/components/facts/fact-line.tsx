import type { ReactNode } from 'react';
import styles from './fact-line.module.css';

/** Short facts in a line, with dots between them; where a line ends, so does its last dot. */
export const FactLine = ({ children }: { children: ReactNode }) => (
  <span className={styles.line}>{children}</span>
);
