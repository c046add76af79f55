import type { Delivery } from '@client';
import { Mark } from '../../components/badge/badge.tsx';
import { useNow } from '../../formats/clock.ts';
import { useFormats } from '../../formats/use-formats.ts';
import { useWebhookWords } from './use-webhook-words.ts';
import styles from './webhooks.module.css';

const tones = { pending: 'live', retrying: 'warn', delivered: 'ok', failed: 'bad' } as const;

/** The status of a message. A message that failed and will be retried looks different from one that is being sent. */
export function DeliveryState({ delivery }: { delivery: Delivery }) {
  const w = useWebhookWords();
  const formats = useFormats();
  const now = useNow();
  const { status, attempts, next_attempt_at } = delivery;
  const state = status === 'pending' && attempts > 0 ? 'retrying' : status;
  const words = {
    pending: w.status_pending,
    retrying: w.status_retrying,
    delivered: w.status_delivered,
    failed: w.status_failed,
  };
  return (
    <>
      <Mark tone={tones[state]}>{words[state]}</Mark>
      {state === 'retrying' && next_attempt_at && (
        <span className={styles.next}>{w.next_attempt(formats.until(next_attempt_at, now))}</span>
      )}
    </>
  );
}
