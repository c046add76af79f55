import type { AuditEntry } from '@client';
import { Mark } from '../../components/badge/badge.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { deviceOf } from '../account/device.ts';
import styles from './audit.module.css';
import { AuditDetails } from './audit-details.tsx';
import { NamedLink } from './named-link.tsx';
import type { Names } from './use-names.ts';

interface Props {
  entry: AuditEntry;
  names: Names;
}

export function AuditRow({ entry, names }: Props) {
  const { audit: w } = useWords();
  const formats = useFormats();
  const { at, actor, action, target, outcome, ip, user_agent } = entry;
  const { browser } = deviceOf(user_agent);
  return (
    <tr>
      <td className={styles.time}>
        <time dateTime={at} title={formats.fullTime(at)}>
          {formats.time(at)}
        </time>
      </td>
      <td className={styles.who}>
        <Who actor={actor} names={names} />
      </td>
      <td>
        <span className={styles.what}>
          {w.actions[action]}
          {outcome === 'failure' && <Mark tone="bad">{w.failure}</Mark>}
        </span>
        {target && target.type !== 'session' && (
          <span className={styles.under}>
            <NamedLink type={target.type} id={target.id} names={names} />
          </span>
        )}
        <AuditDetails entry={entry} names={names} />
      </td>
      <td className={styles.time}>
        {ip ?? w.unknown}
        {browser && <span className={styles.under}>{browser}</span>}
      </td>
    </tr>
  );
}

function Who({ actor, names }: { actor: AuditEntry['actor']; names: Names }) {
  const { audit: w } = useWords();
  if (actor === null) return w.nobody;
  if (actor.kind === 'system') return w.system;
  // The e-mail at the time of the entry; it may have changed since.
  const known = { of: () => actor.email, isGone: names.isGone };
  return (
    <>
      <NamedLink type="user" id={actor.id} names={known} />
      {actor.kind === 'api_key' && <span className={styles.under}>{w.by_key}</span>}
    </>
  );
}
