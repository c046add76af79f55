import type { WebhookWithSecret } from '@client';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { ShownOnceDialog } from '../../components/copy/shown-once-dialog.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { useForm } from '../../components/form/use-form.ts';
import { type Kept, useKeeping } from '../../components/kept-form/use-kept.ts';
import { useWebhookWords } from './use-webhook-words.ts';
import { webhooksChanged } from './use-webhooks.ts';
import { missingOf, type WebhookDraft, WebhookFields } from './webhook-fields.tsx';

const EMPTY: WebhookDraft = {
  url: '',
  events: ['task.completed', 'task.failed'],
  task_types: [],
};

/** Creates a webhook, then shows its secret once, then opens its page. */
export function CreateWebhookDialog({ kept, onClose }: { kept: Kept<WebhookDraft>; onClose(): void }) {
  const w = useWebhookWords();
  const [, navigate] = useLocation();
  const [made, setMade] = useState<WebhookWithSecret | null>(null);
  const form = useForm(
    { ...EMPTY, ...kept.before },
    {
      missing: (values) => missingOf(values, w),
      send: (values) => api.createWebhook(values),
      onSent: (webhook) => {
        kept.forget();
        setMade(webhook);
        return webhooksChanged();
      },
    },
  );
  useKeeping(kept, form.values, EMPTY);
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
    <ShownOnceDialog
      title={w.secret}
      text={w.secret_text}
      label={w.secret}
      value={made.secret}
      close={w.close}
      onClose={leave}
    />
  );
}
