import type { Webhook } from '@client';
import { useEffect } from 'react';
import { api } from '../../api/client.ts';
import { Form, FormButtons, Submit } from '../../components/form/form.tsx';
import { useForm } from '../../components/form/use-form.ts';
import { useKeepingChanges, useKept } from '../../components/kept-form/use-kept.ts';
import { Switch } from '../../components/switch/switch.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { useWebhookWords } from './use-webhook-words.ts';
import { webhooksChanged } from './use-webhooks.ts';
import { missingOf, WebhookFields } from './webhook-fields.tsx';

export function EditWebhook({
  webhook: { id, url, events, task_types, is_active, updated_at },
}: {
  webhook: Webhook;
}) {
  const w = useWebhookWords();
  const saved = { url, events, task_types, is_active };
  const kept = useKept<typeof saved>(`webhook ${id}`);
  const form = useForm(saved, {
    before: kept.before,
    missing: (values) => missingOf(values, w),
    ready: (now) =>
      now.url !== url ||
      now.is_active !== is_active ||
      now.events.join() !== events.join() ||
      now.task_types.join() !== task_types.join(),
    send: (values) => api.updateWebhook({ id, ...values }),
    onSent: () => {
      notify(w.saved);
      return webhooksChanged();
    },
  });
  useKeepingChanges(kept, form.values, saved);
  // The form stays mounted after saving, so that it keeps the focus; its values follow the saved webhook.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of the webhook is what is shown
  useEffect(() => form.follow(saved), [updated_at]);
  return (
    <Form form={form}>
      <WebhookFields form={form} />
      <Switch
        label={w.enabled}
        hint={w.enabled_hint}
        checked={form.values.is_active}
        onChecked={(on) => form.set({ is_active: on })}
      />
      <FormButtons>
        <Submit form={form}>{w.save}</Submit>
      </FormButtons>
    </Form>
  );
}
