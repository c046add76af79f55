import { ApiError } from '@client';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { ButtonLink } from '../../components/button/button-link.tsx';
import { Form, Submit } from '../../components/form/form.tsx';
import { useForm } from '../../components/form/use-form.ts';
import { useWords } from '../../words/words-context.tsx';
import { missingOf, NewPassword, newPassword } from './new-password.tsx';
import { OpenFrame } from './open-frame.tsx';

/** Reads the token from the fragment of the URL, which browsers do not send to servers. */
const tokenOf = (hash: string): string => new URLSearchParams(hash.slice(1)).get('token') ?? '';

/** The page of a password link: sets a new password and then leads to the sign-in. */
export default function PasswordLinkPage() {
  const [token] = useState(() => tokenOf(location.hash));
  const [now, setNow] = useState<'open' | 'done' | 'invalid'>(token ? 'open' : 'invalid');
  const { sign_in: w } = useWords();
  const form = useForm(newPassword, {
    async send({ password }) {
      try {
        await api.setPassword({ token, password });
        setNow('done');
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 404) throw error;
        setNow('invalid');
      }
    },
    missing: (values) => missingOf(values, w),
  });
  if (now === 'open')
    return (
      <OpenFrame title={w.link_title} text={w.link_text}>
        <Form form={form}>
          <NewPassword password={form.text('password')} again={form.text('again')} autoFocus />
          <Submit form={form}>{w.link_submit}</Submit>
        </Form>
      </OpenFrame>
    );
  const [title, text] =
    now === 'done' ? [w.link_done_title, w.link_done_text] : [w.link_invalid_title, w.link_invalid_text];
  return (
    <OpenFrame title={title} text={text}>
      <ButtonLink to="/tasks" look="primary">
        {w.to_sign_in}
      </ButtonLink>
    </OpenFrame>
  );
}
