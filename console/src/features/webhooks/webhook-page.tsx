import type { Webhook } from '@client';
import { Mark } from '../../components/badge/badge.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { Page, Section } from '../../components/page/page.tsx';
import { Unshown } from '../../components/page/unshown.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { Deliveries } from './deliveries.tsx';
import { EditWebhook } from './edit-webhook.tsx';
import { useSaidOutcome } from './use-said-outcome.ts';
import { useWebhookWords } from './use-webhook-words.ts';
import { useWebhook } from './use-webhooks.ts';
import { DeleteWebhook, NewSecret, TestWebhook } from './webhook-actions.tsx';
import styles from './webhooks.module.css';

/** Says since when and why the webhook is switched off. */
function WhyOff({ webhook: { disabled_reason, disabled_at } }: { webhook: Webhook }) {
  const w = useWebhookWords();
  const formats = useFormats();
  if (!disabled_at) return null;
  const gone = disabled_reason === 'receiver_gone';
  const when = formats.fullTime(disabled_at);
  return <Notice tone={gone ? 'warn' : 'info'}>{gone ? w.off_gone(when) : w.off_by_hand(when)}</Notice>;
}

export default function WebhookPage({ params }: { params: Record<string, string> }) {
  const w = useWebhookWords();
  const { data: webhook, error, refetch } = useWebhook(params.id ?? '');
  if (!webhook)
    return <Unshown up={{ to: '/webhooks', label: w.title }} title={w.one} error={error} onRetry={refetch} />;
  return <WebhookParts webhook={webhook} />;
}

function WebhookParts({ webhook }: { webhook: Webhook }) {
  const w = useWebhookWords();
  const { id, url, is_active } = webhook;
  const onSent = useSaidOutcome(id);
  return (
    <Page
      up={{ to: '/webhooks', label: w.title }}
      title={new URL(url).host}
      text={
        <span data-address className={styles.address}>
          {url}
        </span>
      }
      beside={is_active ? <Mark tone="ok">{w.active}</Mark> : <Mark>{w.off}</Mark>}
      actions={<TestWebhook id={id} onSent={onSent} />}
    >
      <WhyOff webhook={webhook} />
      <Section title={w.deliveries} text={w.deliveries_text}>
        <Deliveries webhook_id={id} onSent={onSent} />
      </Section>
      <Section title={w.settings}>
        <div className={styles.settings}>
          <EditWebhook key={id} webhook={webhook} />
        </div>
      </Section>
      <Section title={w.secret} text={w.rotate_text}>
        <NewSecret id={id} />
      </Section>
      <Section title={w.danger} text={w.danger_text} actions={<DeleteWebhook webhook={webhook} />} />
    </Page>
  );
}
