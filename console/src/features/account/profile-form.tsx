import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { PasswordField } from '../../components/field/password-field.tsx';
import { TextField } from '../../components/field/text-field.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { notify } from '../../components/toast/toast.tsx';
import { session } from '../../session/session.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './account.module.css';

/** Name and e-mail; a new e-mail is what one signs in with, so it takes the password. */
export function ProfileForm() {
  const { account: w, sign_in } = useWords();
  const user = useUser();
  const [fullname, setFullname] = useState(user.fullname);
  const [email, setEmail] = useState(user.email);
  const [password, setPassword] = useState('');
  const moved = email !== user.email;
  const save = useMutation({
    mutationFn: () => api.updateOwnAccount({ fullname, ...(moved && { email, current_password: password }) }),
    onSuccess: (saved) => {
      session.changed(saved);
      setPassword('');
      notify(w.saved);
    },
  });
  const fault = save.error ? faultOf(save.error) : null;
  const of = (field: string) => fault?.details.find(({ path }) => path === field)?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {fault && fault.details.length === 0 && <Notice tone="bad">{fault.message}</Notice>}
      <TextField
        label={w.name}
        name="name"
        autoComplete="name"
        value={fullname}
        onValue={setFullname}
        error={of('fullname')}
      />
      <TextField
        label={w.email}
        name="email"
        type="email"
        autoComplete="email"
        required
        hint={w.email_hint}
        value={email}
        onValue={setEmail}
        error={of('email')}
      />
      {moved && (
        <PasswordField
          label={sign_in.current_password}
          name="current"
          autoComplete="current-password"
          value={password}
          onValue={setPassword}
          error={of('current_password')}
        />
      )}
      <Button
        look="primary"
        type="submit"
        busy={save.isPending}
        disabled={fullname === user.fullname && !moved}
      >
        {w.save}
      </Button>
    </form>
  );
}
