import type { Worker } from '@client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { Mark } from '../../components/badge/badge.tsx';
import { Button } from '../../components/button/button.tsx';
import { Ago } from '../../components/time/ago.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { DEFAULT_POOL } from './default-pool.ts';
import styles from './system.module.css';
import { useSystemWords } from './use-system-words.ts';

const SHOWN = 3;

interface Props {
  worker: Worker;
  /** The worker's version differs from that of the server. */
  other_version: boolean;
  pooled: boolean;
  /** Null if the account may not drain workers. */
  onDrain: (() => void) | null;
}

export function WorkerRow({ worker, other_version, pooled, onDrain }: Props) {
  const w = useSystemWords();
  const formats = useFormats();
  const { host, pid, version, pools, places, started_at, draining, items } = worker;
  // Its own count is seconds old, and has more than the list: deliveries of webhooks.
  const running = Math.max(worker.running, items.length);
  return (
    <tr>
      <th scope="row">
        <span className={styles.host}>{host}</span>
        <span className={styles.under}>{w.process(pid, version)}</span>
        {other_version && <Mark tone="warn">{w.other_version}</Mark>}
      </th>
      <td className={styles.load}>
        {w.places(running, places)}
        <meter min={0} max={Math.max(1, places)} value={running} aria-label={w.load} />
      </td>
      <td>
        {items.length === 0 ? (
          <span className={styles.idle}>{w.idle}</span>
        ) : (
          <ul className={styles.items}>
            {items.slice(0, SHOWN).map(({ task_id, index, since }) => (
              <li key={`${task_id} ${index}`}>
                <ItemLink task_id={task_id} index={index} /> <Ago time={since} />
              </li>
            ))}
            {items.length > SHOWN && <li className={styles.idle}>{w.more_items(items.length - SHOWN)}</li>}
          </ul>
        )}
      </td>
      {pooled && (
        <td>{formats.enumeration(pools.map((pool) => (pool === DEFAULT_POOL ? w.pool_default : pool)))}</td>
      )}
      <td className={styles.time}>
        <Ago time={started_at} />
      </td>
      <td data-actions className={styles.action}>
        {draining ? (
          <Mark tone="warn">{running > 0 ? w.draining : w.drained_now}</Mark>
        ) : (
          onDrain && (
            <Button size="s" aria-label={w.drain_of(host, pid)} onClick={onDrain}>
              {w.drain}
            </Button>
          )
        )}
      </td>
    </tr>
  );
}

/** A link to a running item, named after its task. */
function ItemLink({ task_id, index }: { task_id: string; index: number }) {
  const w = useSystemWords();
  const { data } = useQuery({
    queryKey: keys.task(task_id),
    queryFn: ({ signal }) => api.getTask({ id: task_id }, { signal }),
    staleTime: 60_000,
  });
  return <Link href={`/tasks/${task_id}?item=${index}`}>{w.item_of(index, data?.name || task_id)}</Link>;
}
