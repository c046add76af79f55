import { useState } from 'react';
import { Dialog } from '../../components/dialog/dialog.tsx';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { ChangePasswordForm } from './change-password-form.tsx';
import { passwordLater } from './password-later.ts';

/** Asks an account whose password others may know for one of its own. */
export function FirstPassword() {
  const { sign_in: w } = useWords();
  const user = useUser();
  const [later, setLater] = useState(() => passwordLater.isOf(user.id));
  const putOff = () => {
    passwordLater.put(user.id);
    setLater(true);
  };
  const wanted = 'must_change_password' in user && user.must_change_password === true && !later;
  return (
    <Dialog open={wanted} onClose={putOff} title={w.first_title} text={w.first_text}>
      <ChangePasswordForm onDone={() => setLater(true)} onLater={putOff} />
    </Dialog>
  );
}
