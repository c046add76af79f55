import type { ReactNode } from 'react';
import styles from './checks.module.css';

/** Boxes to tick that belong together, under one name. */
export function Checks({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset className={styles.checks}>
      <legend>{name}</legend>
      {children}
    </fieldset>
  );
}
