import { ApiError } from '@client';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { PasswordField } from '../../components/field/password-field.tsx';
import { Form, Submit } from '../../components/form/form.tsx';
import { knownFaults } from '../../components/form/known-faults.ts';
import { missingEmail } from '../../components/form/missing-email.ts';
import { useForm } from '../../components/form/use-form.ts';
import { Notice } from '../../components/notice/notice.tsx';
import { focusPageIfLost } from '../../components/reorder/focus-after.ts';
import { session } from '../../session/session.ts';
import { useWords } from '../../words/words-context.tsx';
import { EmailField } from './email-field.tsx';
import { OpenFrame } from './open-frame.tsx';
import { passwordLater } from './password-later.ts';
import { useLinksByMail } from './use-links-by-mail.ts';

export function SignInPage({ ended }: { ended: boolean }) {
  const words = useWords();
  const w = words.sign_in;
  const password = useRef<HTMLInputElement>(null);
  /** What is typed next replaces the password that was refused. */
  const selectPassword = () => {
    password.current?.focus();
    password.current?.select();
  };
  const form = useForm(
    { email: '', password: '' },
    {
      missing: (values) => [
        ...missingEmail(values, words),
        ...knownFaults({ password: values.password === '' && w.fill_in }),
      ],
      async send(values) {
        passwordLater.forget();
        try {
          await session.signIn(values);
        } catch (error) {
          if (error instanceof ApiError && error.status === 401) selectPassword();
          throw error;
        }
      },
    },
  );
  // After signing in, the form with the focus is gone. Move the focus to the page that replaces it.
  useEffect(() => focusPageIfLost, []);
  return (
    <OpenFrame title={w.title}>
      <Form form={form}>
        {ended && !form.fault && <Notice tone="warn">{w.ended}</Notice>}
        <EmailField {...form.text('email')} />
        <PasswordField
          label={w.password}
          name="password"
          ref={password}
          autoComplete="current-password"
          {...form.text('password')}
        />
        <Submit form={form}>{w.submit}</Submit>
        <Forgot />
      </Form>
    </OpenFrame>
  );
}

/** How to get in without the password. */
function Forgot() {
  const { sign_in: w } = useWords();
  const by_mail = useLinksByMail();
  if (by_mail === undefined) return null;
  if (!by_mail) return <p>{w.forgot_ask}</p>;
  return (
    <p>
      {w.forgot} <Link href="/password">{w.forgot_by_mail}</Link>
    </p>
  );
}
