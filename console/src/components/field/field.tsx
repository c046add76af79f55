import { Field as Base } from '@base-ui/react/field';
import type { ReactNode } from 'react';
import styles from './field.module.css';

export interface FieldProps {
  label: string;
  /** The label is read out and not shown. */
  compact?: boolean | undefined;
  hint?: ReactNode;
  /** What is wrong with the value. The field is marked as invalid and screen readers read this text with it. */
  error?: string | undefined;
  className?: string | undefined;
  /** Stands between the control and the hint. */
  below?: ReactNode;
  children: ReactNode;
}

/** Puts a label, a hint and an error message around one control. */
export function Field({ label, compact, hint, error, className, below, children }: FieldProps) {
  return (
    <Base.Root className={`${styles.field} ${className ?? ''}`} invalid={error !== undefined}>
      <Base.Label className={compact ? 'visually-hidden' : styles.label}>{label}</Base.Label>
      {children}
      {below}
      {/* What is wrong stands in its place: it says most of it again. */}
      {hint && error === undefined && <Base.Description className={styles.hint}>{hint}</Base.Description>}
      {error !== undefined && (
        <Base.Error className={styles.error} match>
          {error}
        </Base.Error>
      )}
    </Base.Root>
  );
}
