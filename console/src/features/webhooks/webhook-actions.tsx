import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';
import { useWords } from '../../words/words-context.tsx';
import { ShownSecret } from './shown-secret.tsx';
import { deliveriesChanged, webhooksChanged } from './use-webhooks.ts';
import styles from './webhooks.module.css';

export function TestWebhook({ id }: { id: string }) {
  const { webhooks: w } = useWords();
  const test = useMutation({
    mutationFn: () => api.testWebhook({ id }),
    onSuccess: () => {
      notify(w.tested);
      return deliveriesChanged(id);
    },
    onError: (error) => notifyFailure(faultOf(error).message),
  });
  return (
    <Button icon="play" busy={test.isPending} onClick={() => test.mutate()}>
      {w.test}
    </Button>
  );
}

/** A new secret, which is shown this once. */
export function NewSecret({ id }: { id: string }) {
  const { webhooks: w } = useWords();
  const rotate = useMutation({ mutationFn: () => api.rotateWebhookSecret({ id }) });
  return (
    <>
      {rotate.error && <Notice tone="bad">{faultOf(rotate.error).message}</Notice>}
      {rotate.data && <ShownSecret secret={rotate.data.secret} />}
      {rotate.data && <p className={styles.quiet}>{w.secret_old}</p>}
      <div className={styles.buttons}>
        <Button icon="key" busy={rotate.isPending} onClick={() => rotate.mutate()}>
          {w.rotate}
        </Button>
      </div>
    </>
  );
}

export function DeleteWebhook({ id }: { id: string }) {
  const { webhooks: w } = useWords();
  const [, navigate] = useLocation();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.deleteWebhook({ id }),
    onSuccess: () => {
      notify(w.deleted);
      navigate('/webhooks');
      void webhooksChanged();
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
        title={w.delete_title}
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
