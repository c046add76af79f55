import type { ApiKey } from '@client';
import { Badge, Mark } from '../../components/badge/badge.tsx';
import { IconButton } from '../../components/button/icon-button.tsx';
import { Ago } from '../../components/time/ago.tsx';
import { useNow } from '../../formats/clock.ts';
import { useFormats } from '../../formats/use-formats.ts';
import styles from './keys.module.css';
import { useKeyWords } from './use-key-words.ts';

export function KeyRow({ api_key, onDelete }: { api_key: ApiKey; onDelete(): void }) {
  const w = useKeyWords();
  const formats = useFormats();
  const now = useNow();
  const { name, prefix, permissions, last_used_at, expires_at } = api_key;
  const over = expires_at !== null && Date.parse(expires_at) <= now;
  return (
    <tr>
      <th scope="row">
        <span className={styles.name}>{name}</span>
        <code className={styles.prefix}>{w.begins_with(prefix)}</code>
      </th>
      <td>
        <span className={styles.badges}>
          {permissions.map((permission) => (
            <Badge key={permission}>{w.permission[permission]}</Badge>
          ))}
        </span>
      </td>
      <td className={styles.time}>{last_used_at ? <Ago time={last_used_at} /> : w.never}</td>
      <td className={styles.time}>
        {over ? (
          <Mark tone="bad">{w.expired}</Mark>
        ) : expires_at ? (
          formats.until(expires_at, now)
        ) : (
          w.never_expires
        )}
      </td>
      <td data-actions className={styles.action}>
        <IconButton icon="trash" label={w.delete_of(name)} onClick={onDelete} />
      </td>
    </tr>
  );
}
