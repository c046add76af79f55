import type { WorkerPool } from '@client';
import { Mark } from '../../components/badge/badge.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { Section } from '../../components/page/page.tsx';
import { Table } from '../../components/table/table.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import { DEFAULT_POOL } from './default-pool.ts';
import styles from './system.module.css';
import { useSystemWords } from './use-system-words.ts';

/** The pools with their workers and task types, if there is more than one pool, and a warning about pools with waiting items but no worker. */
export function Pools({ pools }: { pools: readonly WorkerPool[] }) {
  const w = useSystemWords();
  if (pools.length < 2) return null;
  const columns = [
    { key: 'pool', label: w.pool },
    { key: 'workers', label: w.workers },
    { key: 'waiting', label: w.waiting },
    { key: 'types', label: w.types },
  ];
  return (
    <Section title={w.pools} text={w.pools_text}>
      {pools
        .filter(({ workers, turns_waiting }) => workers === 0 && turns_waiting)
        .map(({ name, turns_waiting }) => (
          <Notice key={name} tone="warn">
            {w.pool_unserved(name, turns_waiting ?? 0)}
          </Notice>
        ))}
      <Table label={w.pools} columns={columns}>
        {pools.map((pool) => (
          <Row key={pool.name} pool={pool} />
        ))}
      </Table>
    </Section>
  );
}

function Row({ pool: { name, workers, turns_waiting, task_types } }: { pool: WorkerPool }) {
  const w = useSystemWords();
  const formats = useFormats();
  const titleOf = useTypeTitle();
  return (
    <tr>
      <th scope="row" className={styles.pool}>
        {name === DEFAULT_POOL ? w.pool_default : name}
      </th>
      <td>{workers === 0 ? <Mark tone="warn">{w.no_worker}</Mark> : formats.number(workers)}</td>
      <td>{turns_waiting === null ? w.unknown : formats.number(turns_waiting)}</td>
      <td>{task_types.length === 0 ? w.none : formats.enumeration(task_types.map(titleOf))}</td>
    </tr>
  );
}
