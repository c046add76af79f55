import { Field as Base } from '@base-ui/react/field';
import { type ReactNode, type Ref, useState } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { Icon } from '../icon/icon.tsx';
import styles from './field.module.css';
import { Field } from './field.tsx';

interface Props {
  label: string;
  name: string;
  autoComplete: 'current-password' | 'new-password';
  hint?: ReactNode;
  error?: string | undefined;
  autoFocus?: boolean | undefined;
  /** Default: true. */
  required?: boolean;
  value: string;
  onValue(value: string): void;
  ref?: Ref<HTMLInputElement>;
}

/** A password field with a button that shows what was typed. */
export function PasswordField(props: Props) {
  const { label, name, autoComplete, hint, error, autoFocus, required = true, value, onValue, ref } = props;
  const [shown, setShown] = useState(false);
  const { components: w } = useWords();
  return (
    <Field label={label} hint={hint} error={error}>
      <div className={styles.group}>
        <Base.Control
          ref={ref}
          className={styles.control}
          type={shown ? 'text' : 'password'}
          name={name}
          autoComplete={autoComplete}
          spellCheck={false}
          required={required}
          autoFocus={autoFocus}
          value={value}
          onValueChange={onValue}
        />
        <button
          type="button"
          className={styles.reveal}
          aria-label={shown ? w.hide_password : w.show_password}
          aria-description={label}
          onClick={() => setShown(!shown)}
        >
          <Icon name={shown ? 'eye_off' : 'eye'} />
        </button>
      </div>
    </Field>
  );
}
