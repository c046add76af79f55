import { Field as Base } from '@base-ui/react/field';
import type { ReactNode } from 'react';
import styles from './field.module.css';
import { Field } from './field.tsx';

interface Props {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  value: string;
  rows?: number;
  /** Uses a monospaced font and no spell check, for code. */
  code?: boolean;
  required?: boolean;
  onValue(value: string): void;
}

/** A text field of several lines. It grows with its content in browsers that support this. */
export function TextArea({ label, hint, error, value, rows = 3, code, required, onValue }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      <Base.Control
        className={styles.control}
        render={<textarea rows={rows} data-code={code} />}
        spellCheck={!code}
        required={required}
        value={value}
        onValueChange={onValue}
      />
    </Field>
  );
}
