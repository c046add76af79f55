import type { Schedule } from '@client';
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
import styles from './schedules.module.css';
import { schedulesChanged } from './use-schedules.ts';

export function DeleteSchedule({ schedule: { id, name } }: { schedule: Schedule }) {
  const { schedules: w } = useWords();
  const [, navigate] = useLocation();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.deleteSchedule({ id }),
    onSuccess: () => {
      notify(w.deleted);
      navigate('/schedules');
      void schedulesChanged();
    },
  });
  return (
    <div className={styles.buttons}>
      <Button look="danger" icon="trash" onClick={() => setOpen(true)}>
        {w.delete}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={() => remove.mutate()}
        title={w.delete_title(name)}
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
