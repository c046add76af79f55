import type { AuditEntry } from '@client';
import { Link } from 'wouter';
import { Badge } from '../../components/badge/badge.tsx';
import { Values } from '../../components/values/values.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { deviceOf } from '../account/device.ts';
import styles from './audit.module.css';

/** Where targets have a page of their own. */
const PAGES: Record<string, string> = {
  user: '/users',
  task: '/tasks',
  schedule: '/schedules',
  webhook: '/webhooks',
};

export function AuditRow({ entry }: { entry: AuditEntry }) {
  const { audit: w } = useWords();
  const formats = useFormats();
  const { at, actor, action, target, outcome, ip, user_agent, details } = entry;
  const page = target && PAGES[target.type];
  const { browser } = deviceOf(user_agent);
  return (
    <tr>
      <td className={styles.time}>
        <time dateTime={at} title={formats.fullTime(at)}>
          {formats.time(at)}
        </time>
      </td>
      <td className={styles.who}>
        {actor === null ? w.nobody : actor.kind === 'system' ? w.system : actor.email}
        {actor?.kind === 'api_key' && <span className={styles.under}>{w.by_key}</span>}
      </td>
      <td>
        <span className={styles.what}>
          {w.actions[action]}
          {outcome === 'failure' && <Badge tone="bad">{w.failure}</Badge>}
        </span>
        {target && (
          <span className={styles.under}>
            {page ? <Link href={`${page}/${target.id}`}>{target.id}</Link> : target.id}
          </span>
        )}
        {Object.keys(details).length > 0 && (
          <details className={styles.details}>
            <summary>{w.details}</summary>
            <Values value={details} />
          </details>
        )}
      </td>
      <td className={styles.time}>
        {ip ?? w.unknown}
        {browser && <span className={styles.under}>{browser}</span>}
      </td>
    </tr>
  );
}
