import { api } from '../../api/client.ts';
import { PasswordField } from '../../components/field/password-field.tsx';
import { Form, FormButtons, Submit } from '../../components/form/form.tsx';
import { missingEmail } from '../../components/form/missing-email.ts';
import { useForm } from '../../components/form/use-form.ts';
import { useKeepingChanges, useKept } from '../../components/kept-form/use-kept.ts';
import { notify } from '../../components/toast/toast.tsx';
import { session } from '../../session/session.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { PersonFields } from '../users/person-fields.tsx';
import { useAccountWords } from './use-account-words.ts';

/** Name and e-mail of the account. Changing the e-mail requires the password, because people sign in with it. */
export function ProfileForm() {
  const words = useWords();
  const w = useAccountWords();
  const user = useUser();
  const { fullname, email } = user;
  const start = { fullname, email, current_password: '' };
  const kept = useKept<typeof start>('profile');
  const form = useForm(start, {
    before: kept.before,
    send: (now) =>
      api.updateOwnAccount({
        fullname: now.fullname,
        ...(now.email !== email && { email: now.email, current_password: now.current_password }),
      }),
    onSent: (saved) => {
      session.changed(saved);
      form.set({ current_password: '' });
      notify(w.saved);
    },
    missing: (values) => missingEmail(values, words),
    ready: (now) => now.fullname !== fullname || now.email !== email,
  });
  // Never the password.
  useKeepingChanges(kept, form.values, { fullname, email });
  return (
    <Form form={form} narrow>
      <PersonFields own fullname={form.text('fullname')} email={form.text('email')} />
      {form.values.email !== email && (
        <PasswordField
          label={w.password_for_email}
          name="current"
          autoComplete="current-password"
          {...form.text('current_password')}
        />
      )}
      <FormButtons>
        <Submit form={form}>{w.save}</Submit>
      </FormButtons>
    </Form>
  );
}
