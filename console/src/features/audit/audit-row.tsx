import type { AuditEntry } from '@client';
import { Mark } from '../../components/badge/badge.tsx';
import { classes } from '../../components/classes.ts';
import { useFormats } from '../../formats/use-formats.ts';
import { deviceOf } from '../account/device.ts';
import styles from './audit.module.css';
import { AuditDetails } from './audit-details.tsx';
import { NamedLink } from './named-link.tsx';
import { useAuditWords } from './use-audit-words.ts';
import type { Names } from './use-names.ts';

interface Props {
  entry: AuditEntry;
  names: Names;
}

export function AuditRow({ entry, names }: Props) {
  const w = useAuditWords();
  const formats = useFormats();
  const { at, actor, action, target, outcome, ip, user_agent } = entry;
  const { browser } = deviceOf(user_agent);
  return (
    <tr className={styles.row}>
      <td className={classes(styles.time, styles.when)}>
        <time dateTime={at} title={formats.zonedTime(at)}>
          {formats.exactTime(at)}
        </time>
      </td>
      <td className={styles.who}>
        <Who actor={actor} names={names} />
      </td>
      <th scope="row" className={styles.done}>
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
      </th>
      <td className={styles.time}>
        {ip ?? (actor?.kind === 'system' ? w.itself : w.unknown)}
        {browser && <span className={styles.under}>{browser}</span>}
      </td>
    </tr>
  );
}

function Who({ actor, names }: { actor: AuditEntry['actor']; names: Names }) {
  const w = useAuditWords();
  if (actor === null) return w.nobody;
  if (actor.kind === 'system') return w.system;
  // A key has the name of its own that it was given.
  const person = actor.kind === 'user' ? names.personOf(actor.id) : undefined;
  // The e-mail at the time of the entry; it may have changed since.
  const known = { ...names, of: () => person ?? actor.email };
  return (
    <>
      <NamedLink type={actor.kind} id={actor.id} names={known} />
      {person && <span className={styles.under}>{actor.email}</span>}
      {actor.kind === 'api_key' && <span className={styles.under}>{w.by_key}</span>}
    </>
  );
}
