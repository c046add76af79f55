import type { Delivery } from '@client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { FactLine } from '../../components/facts/fact-line.tsx';
import { ShowMore } from '../../components/pager/show-more.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { Failed, Loading } from '../../components/states/states.tsx';
import { Table } from '../../components/table/table.tsx';
import { Ago } from '../../components/time/ago.tsx';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { DeliveryState } from './delivery-state.tsx';
import { useEventName } from './use-event-name.ts';
import { useWebhookWords } from './use-webhook-words.ts';
import { deliveriesChanged, useDeliveries } from './use-webhooks.ts';
import styles from './webhooks.module.css';

/** So many are in sight before more are asked for: the settings stand below them. */
const FIRST = 8;

interface Props {
  webhook_id: string;
  /** Called after a message was sent again. */
  onSent(delivery: Delivery): void;
}

/** The last messages of a webhook, with their outcomes. */
export function Deliveries({ webhook_id: id, onSent }: Props) {
  const w = useWebhookWords();
  const { data, error, refetch } = useDeliveries(id);
  const [shown, setShown] = useState(FIRST);
  const again = useMutation({
    mutationFn: (delivery_id: string) => api.redeliverWebhook({ id, delivery_id }),
    async onSuccess(delivery) {
      notify(w.redelivered);
      await deliveriesChanged(id);
      onSent(delivery);
    },
    onError: (fault) => notifyFailure(faultOf(fault).message),
  });
  if (!data) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={2} />;
  if (data.items.length === 0) return <p className={styles.quiet}>{w.deliveries_none}</p>;
  const columns = [
    { key: 'event', label: w.event },
    { key: 'state', label: w.state },
    { key: 'answer', label: w.answer },
    { key: 'sent', label: w.sent },
    { key: 'again', label: w.actions, hidden: true },
  ];
  return (
    <>
      <Table label={w.deliveries} columns={columns}>
        {data.items.slice(0, shown).map((delivery) => (
          <Row
            key={delivery.id}
            delivery={delivery}
            busy={again.isPending && again.variables === delivery.id}
            onAgain={() => again.mutate(delivery.id)}
          />
        ))}
      </Table>
      <ShowMore
        there={data.items.length > shown}
        className={styles.more}
        onMore={() => setShown(data.items.length)}
      />
    </>
  );
}

function Row({ delivery, busy, onAgain }: { delivery: Delivery; busy: boolean; onAgain(): void }) {
  const w = useWebhookWords();
  const nameOf = useEventName();
  const formats = useFormats();
  const { event, task_id, attempts, response_code, duration_ms, error } = delivery;
  const more = [
    ...(error && response_code !== null ? [`${response_code}`] : []),
    ...(duration_ms === null ? [] : [formats.duration(duration_ms)]),
    ...(attempts > 1 ? [w.attempts(attempts)] : []),
  ];
  return (
    <tr>
      <th scope="row" className={styles.time}>
        {task_id ? <Link href={`/tasks/${task_id}`}>{nameOf(event)}</Link> : nameOf(event)}
      </th>
      <td>
        <DeliveryState delivery={delivery} />
      </td>
      <td>
        {error ?? response_code ?? ''}
        <span className={styles.under}>
          <FactLine small>
            {more.map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          </FactLine>
        </span>
      </td>
      <td className={styles.time}>
        <Ago time={delivery.created_at} />
      </td>
      <td data-actions className={styles.action}>
        <Button
          size="s"
          look="quiet"
          icon="retry"
          aria-label={w.redeliver_of(nameOf(event), formats.time(delivery.created_at))}
          busy={busy}
          onClick={onAgain}
        >
          {w.redeliver}
        </Button>
      </td>
    </tr>
  );
}
