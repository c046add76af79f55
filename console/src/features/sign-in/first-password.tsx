import { useState } from 'react';
import { Button } from '../../components/button/button.tsx';
import { IconButton } from '../../components/button/icon-button.tsx';
import { Dialog } from '../../components/dialog/dialog.tsx';
import { Icon } from '../../components/icon/icon.tsx';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { ChangePasswordForm } from './change-password-form.tsx';
import styles from './first-password.module.css';
import { passwordLater } from './password-later.ts';

/** Shows a banner above every page if others may know the password, and leads to changing it. */
export function FirstPassword() {
  const { sign_in: w } = useWords();
  const user = useUser();
  const [later, setLater] = useState(() => passwordLater.isOf(user.id));
  const [open, setOpen] = useState(false);
  const putOff = () => {
    passwordLater.put(user.id);
    setLater(true);
    document.getElementById('content')?.focus();
  };
  const wanted = 'must_change_password' in user && user.must_change_password === true;
  return (
    <>
      {wanted && !later && (
        <section className={styles.banner} aria-label={w.first_label}>
          <Icon name="key" />
          <p className={styles.text}>{w.first_text}</p>
          <Button size="s" onClick={() => setOpen(true)}>
            {w.first_open}
          </Button>
          <IconButton icon="close" label={w.first_later} onClick={putOff} />
        </section>
      )}
      <Dialog open={open} onClose={() => setOpen(false)} title={w.first_title} text={w.first_rules}>
        <ChangePasswordForm onDone={() => setOpen(false)} onLater={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
