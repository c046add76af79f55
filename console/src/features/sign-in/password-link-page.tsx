import { ApiError } from '@client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { ButtonLink } from '../../components/button/button-link.tsx';
import { PasswordField } from '../../components/field/password-field.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { useWords } from '../../words/words-context.tsx';
import { OpenFrame } from './open-frame.tsx';

/** The token stands in the fragment, which browsers send to no server. */
const tokenOf = (hash: string): string => new URLSearchParams(hash.slice(1)).get('token') ?? '';

/** Where a password link leads: a new password, and then the sign-in. */
export default function PasswordLinkPage() {
  const { sign_in: w } = useWords();
  const [token] = useState(() => tokenOf(location.hash));
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const set = useMutation({ mutationFn: () => api.setPassword({ token, password }) });
  const fault = set.error ? faultOf(set.error) : null;
  const invalid = !token || (set.error instanceof ApiError && set.error.status === 404);
  const different = again !== '' && !password.startsWith(again);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password === again && !set.isPending) set.mutate();
  };
  if (set.isSuccess || invalid) {
    const [title, text] = invalid
      ? [w.link_invalid_title, w.link_invalid_text]
      : [w.link_done_title, w.link_done_text];
    return (
      <OpenFrame title={title} text={text}>
        <ButtonLink to="/tasks" look="primary">
          {w.to_sign_in}
        </ButtonLink>
      </OpenFrame>
    );
  }
  const of_password = fault?.details.find(({ path }) => path === 'password')?.message;
  return (
    <OpenFrame title={w.link_title} text={w.link_text}>
      <form onSubmit={submit}>
        {fault && !of_password && <Notice tone="bad">{fault.message}</Notice>}
        <PasswordField
          label={w.new_password}
          name="new"
          autoComplete="new-password"
          hint={w.password_rules}
          value={password}
          onValue={setPassword}
          error={of_password}
        />
        <PasswordField
          label={w.repeat_password}
          name="again"
          autoComplete="new-password"
          value={again}
          onValue={setAgain}
          error={different ? w.not_equal : undefined}
        />
        <Button look="primary" type="submit" busy={set.isPending} disabled={!password || password !== again}>
          {w.link_submit}
        </Button>
      </form>
    </OpenFrame>
  );
}
