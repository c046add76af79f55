import { useState } from 'react';
import { Dialog } from '../../components/dialog/dialog.tsx';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { ChangePasswordForm } from './change-password-form.tsx';

/** Whoever puts it off is asked again in another tab, or at the next sign-in. */
const LATER = 'password later';

/** Asks an account whose password others may know for one of its own. */
export function FirstPassword() {
  const { sign_in: w } = useWords();
  const user = useUser();
  const [later, setLater] = useState(() => sessionStorage.getItem(LATER) === user.id);
  const putOff = () => {
    sessionStorage.setItem(LATER, user.id);
    setLater(true);
  };
  const wanted = 'must_change_password' in user && user.must_change_password === true && !later;
  return (
    <Dialog open={wanted} onClose={putOff} title={w.first_title} text={w.first_text}>
      <ChangePasswordForm onDone={() => setLater(true)} onLater={putOff} />
    </Dialog>
  );
}
