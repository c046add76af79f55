import type { WebhookWithSecret } from '@client';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { Dialog } from '../../components/dialog/dialog.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { useForm } from '../../components/form/use-form.ts';
import { useWords } from '../../words/words-context.tsx';
import { ShownSecret } from './shown-secret.tsx';
import { webhooksChanged } from './use-webhooks.ts';
import { missingOf, type WebhookDraft, WebhookFields } from './webhook-fields.tsx';

const EMPTY: WebhookDraft = {
  url: '',
  events: ['task.completed', 'task.failed'],
  task_types: [],
};

/** A new webhook; then its secret, this once; then its page. */
export function CreateWebhookDialog({ onClose }: { onClose(): void }) {
  const words = useWords();
  const w = words.webhooks;
  const [, navigate] = useLocation();
  const [made, setMade] = useState<WebhookWithSecret | null>(null);
  const form = useForm(EMPTY, {
    missing: (values) => missingOf(values, words),
    send: (values) => api.createWebhook(values),
    onSent: (webhook) => {
      setMade(webhook);
      return webhooksChanged();
    },
  });
  if (!made)
    return (
      <FormDialog
        wide
        form={form}
        onClose={onClose}
        title={w.create_title}
        text={w.create_text}
        action={w.create}
      >
        <WebhookFields form={form} />
      </FormDialog>
    );
  const leave = () => {
    onClose();
    navigate(`/webhooks/${made.id}`);
  };
  return (
    <Dialog
      open
      wide
      onClose={leave}
      title={w.secret}
      footer={
        <Button look="primary" onClick={leave}>
          {w.close}
        </Button>
      }
    >
      <ShownSecret secret={made.secret} />
    </Dialog>
  );
}
