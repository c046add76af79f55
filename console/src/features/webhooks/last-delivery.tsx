import { Ago } from '../../components/time/ago.tsx';
import { useWords } from '../../words/words-context.tsx';
import { DeliveryState } from './delivery-state.tsx';
import { useLastDelivery } from './use-webhooks.ts';
import styles from './webhooks.module.css';

/** What came of the newest message: a receiver that fails is seen in the list. */
export function LastDelivery({ webhook_id }: { webhook_id: string }) {
  const { components } = useWords();
  const { data: delivery } = useLastDelivery(webhook_id);
  if (delivery === undefined) return null;
  if (delivery === null) return <span className={styles.quiet}>{components.none}</span>;
  return (
    <>
      <DeliveryState delivery={delivery} />
      {delivery.status !== 'pending' && (
        <span className={styles.next}>
          <Ago time={delivery.created_at} />
        </span>
      )}
    </>
  );
}
