import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button/button.tsx';
import { PasswordField } from '../../components/field/password-field.tsx';
import { TextField } from '../../components/field/text-field.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { session } from '../../session/session.ts';
import { useWords } from '../../words/words-context.tsx';
import { OpenFrame } from './open-frame.tsx';

export function SignInPage({ ended }: { ended: boolean }) {
  const { sign_in: w } = useWords();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({ mutationFn: () => session.signIn({ email, password }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!signIn.isPending) signIn.mutate();
  };
  return (
    <OpenFrame title={w.title}>
      <form onSubmit={submit}>
        {ended && !signIn.error && <Notice tone="warn">{w.ended}</Notice>}
        {signIn.error && <Notice tone="bad">{faultOf(signIn.error).message}</Notice>}
        <TextField
          label={w.email}
          name="username"
          type="email"
          autoComplete="username"
          autoFocus
          required
          value={email}
          onValue={setEmail}
        />
        <PasswordField
          label={w.password}
          name="password"
          autoComplete="current-password"
          value={password}
          onValue={setPassword}
        />
        <Button look="primary" type="submit" busy={signIn.isPending}>
          {w.submit}
        </Button>
        <p>{w.forgot}</p>
      </form>
    </OpenFrame>
  );
}
