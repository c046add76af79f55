import type { Delivery, Webhook } from '@client';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { forget } from '../../api/forget.ts';
import { keys } from '../../api/keys.ts';
import { Button } from '../../components/button/button.tsx';
import { ButtonRow } from '../../components/button/button-row.tsx';
import { DeleteButton } from '../../components/dialog/delete-button.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';
import { useLeave } from '../../router/use-leave.ts';
import { ShownSecret } from './shown-secret.tsx';
import { useWebhookWords } from './use-webhook-words.ts';
import { deliveriesChanged } from './use-webhooks.ts';
import styles from './webhooks.module.css';

export function TestWebhook({ id, onSent }: { id: string; onSent(delivery: Delivery): void }) {
  const w = useWebhookWords();
  const test = useMutation({
    mutationFn: () => api.testWebhook({ id }),
    async onSuccess(delivery) {
      notify(w.tested);
      await deliveriesChanged(id);
      onSent(delivery);
    },
    onError: (error) => notifyFailure(faultOf(error).message),
  });
  return (
    <Button icon="play" busy={test.isPending} onClick={() => test.mutate()}>
      {w.test}
    </Button>
  );
}

/** Replaces the secret of a webhook and shows the new one, only this once. */
export function NewSecret({ id }: { id: string }) {
  const w = useWebhookWords();
  const rotate = useMutation({ mutationFn: () => api.rotateWebhookSecret({ id }) });
  return (
    <>
      {rotate.error && <Notice tone="bad">{faultOf(rotate.error).message}</Notice>}
      {rotate.data && <ShownSecret secret={rotate.data.secret} />}
      {rotate.data && <p className={styles.quiet}>{w.secret_old}</p>}
      <ButtonRow>
        <Button icon="key" busy={rotate.isPending} onClick={() => rotate.mutate()}>
          {w.rotate}
        </Button>
      </ButtonRow>
    </>
  );
}

export function DeleteWebhook({ webhook: { id, url } }: { webhook: Webhook }) {
  const w = useWebhookWords();
  const leave = useLeave();
  const onRemoved = () => {
    notify(w.deleted);
    leave('/webhooks');
    forget(keys.webhook(id), keys.webhooks);
  };
  return (
    <DeleteButton
      action={w.delete}
      title={w.delete_title(new URL(url).host)}
      text={w.danger_text}
      remove={() => api.deleteWebhook({ id })}
      onRemoved={onRemoved}
    />
  );
}
