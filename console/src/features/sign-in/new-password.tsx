import { PasswordField } from '../../components/field/password-field.tsx';
import { knownFaults } from '../../components/form/known-faults.ts';
import type { BoundField } from '../../components/form/use-form.ts';
import { useWords, type Words } from '../../words/words-context.tsx';

export const newPassword = { password: '', again: '' };

/** The rules of the server that can be checked here. It also refuses common passwords. */
const SHORTEST = 8;
const LONGEST = 128;

interface Where {
  /** Name of the password field in the API. */
  path?: string;
  /** E-mail of the account, if known. */
  email?: string;
}

function faultOf(password: string, w: Words['sign_in'], email: string): string | null {
  const normal = password.normalize('NFKC');
  const { length } = [...normal];
  if (length === 0) return w.fill_in;
  if (length < SHORTEST || length > LONGEST) return w.wrong_length;
  const own = [email, email.slice(0, email.lastIndexOf('@'))].map((one) => one.toLowerCase());
  return email !== '' && own.includes(normal.toLowerCase()) ? w.is_email : null;
}

/** Checks both fields and returns all errors at once, with their fields. */
export function missingOf(
  { password, again }: typeof newPassword,
  w: Words['sign_in'],
  { path = 'password', email = '' }: Where = {},
) {
  return knownFaults({
    [path]: faultOf(password, w, email),
    again: again === '' ? w.fill_in : password !== again && w.not_equal,
  });
}

interface Props {
  password: BoundField;
  again: BoundField;
  autoFocus?: boolean;
}

/** Asks for a new password twice, because a mistyped one would lock its owner out. */
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
