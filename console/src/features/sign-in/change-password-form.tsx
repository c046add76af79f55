import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { PasswordField } from '../../components/field/password-field.tsx';
import { Form, FormButtons, Submit } from '../../components/form/form.tsx';
import { knownFaults } from '../../components/form/known-faults.ts';
import { useForm } from '../../components/form/use-form.ts';
import { notify } from '../../components/toast/toast.tsx';
import { session } from '../../session/session.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { missingOf, NewPassword, newPassword } from './new-password.tsx';

/** Changes the password of the signed-in account. The server then ends all its sessions, so this tab signs in again at once. */
export function ChangePasswordForm({ onDone, onLater }: { onDone?(): void; onLater?(): void }) {
  const { sign_in: w } = useWords();
  const { email } = useUser();
  const form = useForm(
    { current_password: '', ...newPassword },
    {
      async send({ current_password, password }) {
        await api.changeOwnPassword({ current_password, new_password: password });
        await session.signIn({ email, password });
      },
      onSent: () => {
        form.reset();
        notify(w.changed);
        onDone?.();
      },
      ready: (values) => Object.values(values).some((value) => value !== ''),
      missing: (values) => [
        ...knownFaults({ current_password: values.current_password === '' && w.fill_in }),
        ...missingOf(values, w, { path: 'new_password', email }),
      ],
    },
  );
  return (
    <Form form={form}>
      {/* Tells password managers which account the password belongs to. */}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <PasswordField
        label={w.current_password}
        name="current"
        autoComplete="current-password"
        {...form.text('current_password')}
      />
      <NewPassword password={form.text('password', 'new_password')} again={form.text('again')} />
      <FormButtons end={onLater !== undefined}>
        {onLater && (
          <Button look="quiet" onClick={onLater}>
            {w.first_later}
          </Button>
        )}
        <Submit form={form}>{w.first_submit}</Submit>
      </FormButtons>
    </Form>
  );
}
