import { Field as Base } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import styles from './field.module.css';
import { Field } from './field.tsx';

interface Props extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'defaultValue' | 'className'> {
  label: string;
  /** The label is read out and not shown. */
  compact?: boolean;
  hint?: ReactNode;
  error?: string | undefined;
  value: string;
  onValue(value: string): void;
  className?: string;
}

export function TextField({ label, compact, hint, error, value, onValue, className, ...rest }: Props) {
  return (
    <Field label={label} compact={compact} hint={hint} error={error} className={className}>
      <Base.Control {...rest} className={styles.control} value={value} onValueChange={onValue} />
    </Field>
  );
}
