import type { Delivery } from '@client';
import { useEffect, useState } from 'react';
import { announce } from '../../components/announce/announcements.ts';
import { useEventName } from './use-event-name.ts';
import { useWebhookWords } from './use-webhook-words.ts';
import { useDeliveries } from './use-webhooks.ts';

/** Announces the outcome of a message that was sent by hand, because screen readers do not notice the change of its row. Call the returned function with the message once the list has been reloaded. */
export function useSaidOutcome(webhook_id: string): (sent: Delivery) => void {
  const w = useWebhookWords();
  const nameOf = useEventName();
  const { data } = useDeliveries(webhook_id);
  const [sent, setSent] = useState<Delivery | null>(null);
  const now = data?.items.find(({ id }) => id === sent?.id);
  const known = now && (now.status !== 'pending' || now.attempts > 0) ? now : null;
  useEffect(() => {
    if (!known) return;
    setSent(null);
    const name = nameOf(known.event);
    announce(known.status === 'delivered' ? w.said_delivered(name) : w.said_failed(name, known.error ?? ''));
  }, [known, nameOf, w]);
  return setSent;
}
