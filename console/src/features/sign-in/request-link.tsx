import { useState } from 'react';
import { api } from '../../api/client.ts';
import { ButtonLink } from '../../components/button/button-link.tsx';
import { Form, Submit } from '../../components/form/form.tsx';
import { missingEmail } from '../../components/form/missing-email.ts';
import { useForm } from '../../components/form/use-form.ts';
import { useWords } from '../../words/words-context.tsx';
import { EmailField } from './email-field.tsx';
import { OpenFrame } from './open-frame.tsx';

/** Asks for a password link by e-mail. The server does not say whether an account has the e-mail. */
export function RequestLink() {
  const words = useWords();
  const w = words.sign_in;
  const [sent_to, setSentTo] = useState<string | null>(null);
  const form = useForm(
    { email: '' },
    {
      missing: (values) => missingEmail(values, words),
      async send({ email }) {
        await api.requestPasswordLink({ email: email.trim() });
        setSentTo(email.trim());
      },
    },
  );
  const back = (
    <ButtonLink to="/tasks" look={sent_to === null ? 'quiet' : 'primary'}>
      {w.to_sign_in}
    </ButtonLink>
  );
  if (sent_to !== null)
    return (
      <OpenFrame title={w.mail_sent_title} text={w.mail_sent_text(sent_to)}>
        {back}
      </OpenFrame>
    );
  return (
    <OpenFrame title={w.mail_title} text={w.mail_text}>
      <Form form={form}>
        <EmailField {...form.text('email')} />
        <Submit form={form}>{w.mail_submit}</Submit>
        {back}
      </Form>
    </OpenFrame>
  );
}
