import type { User } from '@client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { notify } from '../../components/toast/toast.tsx';
import { useWords } from '../../words/words-context.tsx';
import { usersChanged } from './use-users.ts';
import styles from './users.module.css';

export function DeleteUser({ user, disabled }: { user: User; disabled: boolean }) {
  const { users: w } = useWords();
  const [, navigate] = useLocation();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.deleteUser({ id: user.id }),
    onSuccess: () => {
      notify(w.deleted);
      void usersChanged();
      navigate('/users');
    },
  });
  return (
    <div className={styles.buttons}>
      <Button look="danger" icon="trash" disabled={disabled} onClick={() => setOpen(true)}>
        {w.delete}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={() => remove.mutate()}
        title={w.delete_title(user.fullname || user.email)}
        text={w.danger_text}
        action={w.delete}
        danger
        busy={remove.isPending}
      >
        {remove.error && <Notice tone="bad">{faultOf(remove.error).message}</Notice>}
      </ConfirmDialog>
    </div>
  );
}
