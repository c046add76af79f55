import { ApiError } from '@client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { Button } from '../../components/button/button.tsx';
import { ButtonLink } from '../../components/button/button-link.tsx';
import { Form, FormButtons, Submit } from '../../components/form/form.tsx';
import { useForm } from '../../components/form/use-form.ts';
import { focusPageIfLost } from '../../components/reorder/focus-after.ts';
import { Loading } from '../../components/states/states.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { session } from '../../session/session.ts';
import { useWords } from '../../words/words-context.tsx';
import { missingOf, NewPassword, newPassword } from './new-password.tsx';
import { OpenFrame } from './open-frame.tsx';
import { RequestLink } from './request-link.tsx';
import { useLinksByMail } from './use-links-by-mail.ts';

/** Reads the token from the fragment of the URL, which browsers do not send to servers. */
const tokenOf = (hash: string): string => new URLSearchParams(hash.slice(1)).get('token') ?? '';

/** Whether the link is dead: unknown, used, replaced or expired. */
const isDead = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

const hash = {
  now: () => location.hash,
  follow(listener: () => void) {
    addEventListener('hashchange', listener);
    return () => removeEventListener('hashchange', listener);
  },
};

/** The page of a password link. Another link in the same tab is another page, of which the browser loads nothing again. */
export default function PasswordLinkPage() {
  const token = tokenOf(useSyncExternalStore(hash.follow, hash.now));
  return <LinkPage key={token} token={token} />;
}

/** Says at once whether the link still works, sets a new password, and signs in with it. */
function LinkPage({ token }: { token: string }) {
  const [now, setNow] = useState<'open' | 'done' | 'dead' | 'asks'>(token ? 'open' : 'asks');
  const by_mail = useLinksByMail();
  const { sign_in: w } = useWords();
  const check = useQuery({
    enabled: token !== '',
    queryKey: keys.passwordLink(token),
    queryFn: ({ signal }) => api.checkPasswordLink({ token }, { signal }),
    // Once: the form says itself when the link has died since, or when the server cannot be reached.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (now === 'done') return <End title={w.link_done_title} text={w.link_done_text} />;
  if (now === 'asks' && by_mail) return <RequestLink />;
  if (now !== 'open' || isDead(check.error)) return <Dead by_mail={by_mail} onAsk={() => setNow('asks')} />;
  return (
    <OpenFrame title={w.link_title} text={check.data ? w.link_text(check.data.email) : ''}>
      {check.isPending ? (
        <Loading lines={3} />
      ) : (
        <PasswordForm token={token} email={check.data?.email ?? ''} onEnd={setNow} />
      )}
    </OpenFrame>
  );
}

interface FormProps {
  token: string;
  /** Empty if it is not known. */
  email: string;
  onEnd(how: 'done' | 'dead'): void;
}

function PasswordForm({ token, email, onEnd }: FormProps) {
  const { sign_in: w } = useWords();
  const [, navigate] = useLocation();
  const form = useForm(newPassword, {
    async send({ password }) {
      try {
        await api.setPassword({ token, password });
      } catch (error) {
        if (!isDead(error)) throw error;
        return onEnd('dead');
      }
      try {
        if (email === '') return onEnd('done');
        await session.signIn({ email, password });
        notify(w.link_done_title);
        navigate('/tasks', { replace: true });
      } catch (error) {
        // The password is set all the same; the page for signing in says what is wrong.
        if (!(error instanceof Error)) throw error;
        onEnd('done');
      }
    },
    missing: (values) => missingOf(values, w, { email }),
  });
  // After signing in, the form with the focus is gone.
  useEffect(() => focusPageIfLost, []);
  return (
    <Form form={form}>
      {/* Tells password managers which account the password belongs to. */}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <NewPassword password={form.text('password')} again={form.text('again')} autoFocus />
      <Submit form={form}>{w.link_submit}</Submit>
    </Form>
  );
}

/** `by_mail` is undefined until it is known. */
function Dead({ by_mail, onAsk }: { by_mail: boolean | undefined; onAsk(): void }) {
  const { sign_in: w } = useWords();
  if (!by_mail)
    return <End title={w.link_invalid_title} text={by_mail === false ? w.link_invalid_text : ''} />;
  return (
    <OpenFrame title={w.link_invalid_title} text={w.link_invalid_mail}>
      <FormButtons>
        <Button look="primary" onClick={onAsk}>
          {w.mail_submit}
        </Button>
        <ButtonLink to="/tasks" look="quiet">
          {w.to_sign_in}
        </ButtonLink>
      </FormButtons>
    </OpenFrame>
  );
}

function End({ title, text }: { title: string; text: string }) {
  const { sign_in: w } = useWords();
  return (
    <OpenFrame title={title} text={text}>
      <ButtonLink to="/tasks" look="primary">
        {w.to_sign_in}
      </ButtonLink>
    </OpenFrame>
  );
}
