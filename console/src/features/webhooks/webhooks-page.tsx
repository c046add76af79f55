import { useState } from 'react';
import { Link } from 'wouter';
import { may } from '../../api/permissions.ts';
import { Mark } from '../../components/badge/badge.tsx';
import { Button } from '../../components/button/button.tsx';
import { useKept } from '../../components/kept-form/use-kept.ts';
import { Page } from '../../components/page/page.tsx';
import { ShowMore } from '../../components/pager/show-more.tsx';
import { Failed, Loading, State } from '../../components/states/states.tsx';
import { Table } from '../../components/table/table.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import { CreateWebhookDialog } from './create-webhook-dialog.tsx';
import { LastDelivery } from './last-delivery.tsx';
import { useEventsName } from './use-event-name.ts';
import { useWebhookWords } from './use-webhook-words.ts';
import { useWebhooks } from './use-webhooks.ts';
import type { WebhookDraft } from './webhook-fields.tsx';
import styles from './webhooks.module.css';

export default function WebhooksPage() {
  const w = useWebhookWords();
  const { components } = useWords();
  const me = useUser();
  const nameOf = useEventsName();
  const titleOf = useTypeTitle();
  const formats = useFormats();
  const kept = useKept<WebhookDraft>('webhook');
  const [creating, setCreating] = useState(kept.before !== null);
  const close = () => {
    kept.forget();
    setCreating(false);
  };
  const { first, items: webhooks, error, refetch, more } = useWebhooks();
  const empty = first !== undefined && webhooks.length === 0;
  const everybody = may(me, 'admin');
  const columns = [
    { key: 'url', label: w.url },
    { key: 'events', label: w.event },
    ...(everybody ? [{ key: 'owner', label: w.owner }] : []),
    { key: 'last', label: w.last },
    { key: 'state', label: w.state },
  ];
  const create = (
    <Button look="primary" icon="plus" onClick={() => setCreating(true)}>
      {w.new}
    </Button>
  );
  return (
    <Page
      title={w.title}
      text={first && first.total > 0 && w.found(first.total, first.total_capped === true)}
      actions={!empty && create}
    >
      {!first && (error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading />)}
      {empty && (
        <State icon="webhook" title={w.empty_title} text={w.empty_text}>
          {create}
        </State>
      )}
      {webhooks.length > 0 && (
        <Table label={w.title} columns={columns}>
          {webhooks.map(({ id, url, events, task_types, owner, last_delivery, is_active }) => (
            <tr key={id}>
              <th scope="row">
                <Link href={`/webhooks/${id}`} className={styles.url}>
                  {url}
                </Link>
              </th>
              <td>
                <span className={styles.events}>{nameOf(events)}</span>
                <span className={styles.why}>
                  {formats.enumeration(task_types.map(titleOf)) || w.any_type}
                </span>
              </td>
              {everybody && <td>{owner?.fullname || owner?.email || components.none}</td>}
              <td className={styles.time}>
                <LastDelivery delivery={last_delivery} />
              </td>
              <td>
                <Mark tone={is_active ? 'ok' : 'quiet'}>{is_active ? w.active : w.off}</Mark>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <ShowMore {...more} />
      {creating && <CreateWebhookDialog kept={kept} onClose={close} />}
    </Page>
  );
}
