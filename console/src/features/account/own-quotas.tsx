import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { Mark } from '../../components/badge/badge.tsx';
import { Section } from '../../components/page/page.tsx';
import { Failed } from '../../components/states/states.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import styles from './account.module.css';
import { useAccountWords } from './use-account-words.ts';

/** The quotas of the account and their use. Unlimited ones are left out, and so is the section if all are. */
export function OwnQuotas() {
  const w = useAccountWords();
  const formats = useFormats();
  const { data, error, refetch } = useQuery({
    queryKey: keys.ownQuotas,
    queryFn: ({ signal }) => api.getQuotas({ signal }),
  });
  if (error && !data)
    return (
      <Section title={w.quotas} text={w.quotas_text}>
        <Failed error={error} onRetry={() => void refetch()} />
      </Section>
    );
  if (!data) return null;
  const { active_tasks, tasks_per_day, running_items, stored_bytes } = data;
  const quotas = [
    { name: w.quota_active, ...active_tasks, show: formats.number.bind(formats), more: '' },
    {
      name: w.quota_day,
      ...tasks_per_day,
      show: formats.number.bind(formats),
      more: w.quota_resets(formats.moment(tasks_per_day.resets_at)),
    },
    { name: w.quota_running, ...running_items, show: formats.number.bind(formats), more: w.quota_waits },
    { name: w.quota_stored, ...stored_bytes, show: formats.bytes.bind(formats), more: '' },
  ].filter(({ limit }) => limit > 0);
  if (quotas.length === 0) return null;
  return (
    <Section title={w.quotas} text={w.quotas_text}>
      <dl className={styles.quotas}>
        {quotas.map(({ name, limit, used, show, more }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {w.quota_used(show(used), show(limit))}{' '}
              {used >= limit && <Mark tone="warn">{w.quota_reached}</Mark>}
              {more && <span className={styles.more}>{more}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
