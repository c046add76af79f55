import type { Delivery } from '@client';
import { Ago } from '../../components/time/ago.tsx';
import { useWords } from '../../words/words-context.tsx';
import { DeliveryState } from './delivery-state.tsx';
import styles from './webhooks.module.css';

/** The outcome of the newest message, so that a failing receiver is visible in the list. */
export function LastDelivery({ delivery }: { delivery: Delivery | null }) {
  const { components } = useWords();
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
