import { api } from '../../api/client.ts';
import { PasswordField } from '../../components/field/password-field.tsx';
import { Form, FormButtons, Submit } from '../../components/form/form.tsx';
import { missingEmail } from '../../components/form/missing-email.ts';
import { useForm } from '../../components/form/use-form.ts';
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
  const form = useForm(
    { fullname: user.fullname, email: user.email, current_password: '' },
    {
      send: ({ fullname, email, current_password }) =>
        api.updateOwnAccount({ fullname, ...(email !== user.email && { email, current_password }) }),
      onSent: (saved) => {
        session.changed(saved);
        form.set({ current_password: '' });
        notify(w.saved);
      },
      missing: (values) => missingEmail(values, words),
      ready: ({ fullname, email }) => fullname !== user.fullname || email !== user.email,
    },
  );
  return (
    <Form form={form} narrow>
      <PersonFields own fullname={form.text('fullname')} email={form.text('email')} />
      {form.values.email !== user.email && (
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
