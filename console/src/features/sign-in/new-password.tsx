import { PasswordField } from '../../components/field/password-field.tsx';
import type { BoundField } from '../../components/form/use-form.ts';
import { useWords } from '../../words/words-context.tsx';

export const newPassword = { password: '', again: '' };

/** Whether it was typed twice. */
export const isRepeated = ({ password, again }: typeof newPassword): boolean =>
  password !== '' && password === again;

/** A new password, twice: a mistyped one would lock its owner out. */
export function NewPassword({ password, again }: { password: BoundField; again: BoundField }) {
  const { sign_in: w } = useWords();
  return (
    <>
      <PasswordField
        label={w.new_password}
        name="new"
        autoComplete="new-password"
        hint={w.password_rules}
        {...password}
      />
      <PasswordField
        label={w.repeat_password}
        name="again"
        autoComplete="new-password"
        {...again}
        error={password.value.startsWith(again.value) ? undefined : w.not_equal}
      />
    </>
  );
}
