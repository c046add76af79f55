import type { ReactNode } from 'react';
import styles from './checks.module.css';

interface Props {
  name: string;
  error?: string | undefined;
  children: ReactNode;
}

/** A named group of checkboxes. */
export function Checks({ name, error, children }: Props) {
  return (
    <fieldset className={styles.checks}>
      <legend>{name}</legend>
      {children}
      {error && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
