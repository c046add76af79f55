import type { AuditEntry } from '@client';
import { Link } from 'wouter';
import { PERMISSIONS, ROLES } from '../../api/permissions.ts';
import { Badge } from '../../components/badge/badge.tsx';
import { Values } from '../../components/values/values.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { deviceOf } from '../account/device.ts';
import { useRoleName } from '../users/use-role-name.ts';
import styles from './audit.module.css';

/** Where targets have a page of their own. */
const PAGES: Record<string, string> = {
  user: '/users',
  task: '/tasks',
  schedule: '/schedules',
  webhook: '/webhooks',
};

/** Said in the row already. */
const SHOWN = ['name', 'email', 'host'];

interface Props {
  entry: AuditEntry;
  /** What the thing with this id is called, if that is known. */
  nameOf(id: string): string | undefined;
}

export function AuditRow({ entry, nameOf }: Props) {
  const { audit: w, keys: own } = useWords();
  const roleOf = useRoleName();
  const formats = useFormats();
  const { at, actor, action, target, outcome, ip, user_agent, details } = entry;
  const page = target && PAGES[target.type];
  const { browser } = deviceOf(user_agent);
  const name =
    target &&
    (nameOf(target.id) ?? (target.type === 'task_type' ? target.id : w.short_id(target.id.slice(-6))));
  const titles: Record<string, string | undefined> = w.detail;
  const spoken = (key: string, value: string) =>
    key.endsWith('_at') ? formats.fullTime(value) : (nameOf(value) ?? value);
  const say = (key: string, value: string) => {
    const role = key.startsWith('roles') && ROLES.find((one) => one === value);
    const permission = key === 'permissions' && PERMISSIONS.find((one) => one === value);
    return role ? roleOf(role) : permission ? own.permission_text[permission] : value;
  };
  const more = Object.entries(details)
    // Whoever made it owns it, unless another name stands there.
    .filter(([key, value]) => !SHOWN.includes(key) && !(key === 'owner_id' && value === actor?.id))
    .map(([key, value]) => [key, typeof value === 'string' ? spoken(key, value) : value]);
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
        {target && target.type !== 'session' && (
          <span className={styles.under} title={target.id}>
            {page ? <Link href={`${page}/${target.id}`}>{name}</Link> : name}
          </span>
        )}
        {more.length > 0 && (
          <details className={styles.details}>
            <summary>{w.details}</summary>
            <Values value={Object.fromEntries(more)} titleOf={(key) => titles[key]} say={say} />
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
