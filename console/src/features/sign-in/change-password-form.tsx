import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { PasswordField } from '../../components/field/password-field.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { notify } from '../../components/toast/toast.tsx';
import { session } from '../../session/session.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './change-password.module.css';

/** One's own password. The server ends every session with it, so this tab signs in again at once. */
export function ChangePasswordForm({ onDone, onLater }: { onDone?(): void; onLater?(): void }) {
  const { sign_in: w } = useWords();
  const { email } = useUser();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const change = useMutation({
    mutationFn: async () => {
      await api.changeOwnPassword({ current_password: current, new_password: next });
      await session.signIn({ email, password: next });
    },
    onSuccess: () => {
      for (const clear of [setCurrent, setNext, setAgain]) clear('');
      notify(w.link_done_title);
      onDone?.();
    },
  });
  const fault = change.error ? faultOf(change.error) : null;
  const of = (field: string) => fault?.details.find(({ path }) => path === field)?.message;
  const different = again !== '' && !next.startsWith(again) && again !== next;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (next === again && !change.isPending) change.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {fault && fault.details.length === 0 && <Notice tone="bad">{fault.message}</Notice>}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <PasswordField
        label={w.current_password}
        name="current"
        autoComplete="current-password"
        value={current}
        onValue={setCurrent}
        error={of('current_password')}
      />
      <PasswordField
        label={w.new_password}
        name="new"
        autoComplete="new-password"
        hint={w.password_rules}
        value={next}
        onValue={setNext}
        error={of('new_password')}
      />
      <PasswordField
        label={w.repeat_password}
        name="again"
        autoComplete="new-password"
        value={again}
        onValue={setAgain}
        error={different ? w.not_equal : undefined}
      />
      <div className={styles.actions}>
        {onLater && (
          <Button look="quiet" onClick={onLater}>
            {w.first_later}
          </Button>
        )}
        <Button
          look="primary"
          type="submit"
          busy={change.isPending}
          disabled={!current || !next || next !== again}
        >
          {w.first_submit}
        </Button>
      </div>
    </form>
  );
}
