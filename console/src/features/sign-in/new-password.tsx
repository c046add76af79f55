import { PasswordField } from '../../components/field/password-field.tsx';
import type { BoundField } from '../../components/form/use-form.ts';
import { useWords, type Words } from '../../words/words-context.tsx';

export const newPassword = { password: '', again: '' };

/** What is missing of it, with the path of its field. */
export function missingOf({ password, again }: typeof newPassword, w: Words['sign_in'], path = 'password') {
  if (password === '') return [{ path, message: w.fill_in }];
  return password === again ? [] : [{ path: 'again', message: again === '' ? w.fill_in : w.not_equal }];
}

interface Props {
  password: BoundField;
  again: BoundField;
  autoFocus?: boolean;
}

/** A new password, twice: a mistyped one would lock its owner out. */
export function NewPassword({ password, again, autoFocus }: Props) {
  const { sign_in: w } = useWords();
  return (
    <>
      <PasswordField
        label={w.new_password}
        name="new"
        autoComplete="new-password"
        autoFocus={autoFocus}
        hint={w.password_rules}
        {...password}
      />
      <PasswordField
        label={w.repeat_password}
        name="again"
        autoComplete="new-password"
        {...again}
        error={password.value.startsWith(again.value) ? again.error : w.not_equal}
      />
    </>
  );
}
