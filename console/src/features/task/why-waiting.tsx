import type { TaskDetail } from '@client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { seesAll } from '../../api/permissions.ts';
import { Notice } from '../../components/notice/notice.tsx';
import { useUser } from '../../session/use-session.ts';
import { useWaitingWords } from './use-waiting-words.ts';

const EVERY_MS = 15_000;

/**
 * Says why a task of which nothing runs does not go on: its type is paused, no running worker belongs to its pool, or they all run an item
 * that has to run alone. Only people who may see the system are told of workers.
 */
export function WhyWaiting({ task }: { task: TaskDetail }) {
  const w = useWaitingWords();
  const { type, status, in_flight, runs_alone } = task;
  const waits = (status === 'pending' || status === 'processing') && in_flight === 0;
  const { data: types } = useQuery({
    queryKey: keys.taskTypes,
    queryFn: ({ signal }) => api.listTaskTypes({ signal }),
    staleTime: EVERY_MS,
    refetchInterval: EVERY_MS,
    enabled: waits,
  });
  const sees = seesAll(useUser());
  const { data: system } = useQuery({
    queryKey: keys.system,
    queryFn: ({ signal }) => api.getSystem({ signal }),
    refetchInterval: EVERY_MS,
    enabled: sees && waits,
  });
  const of = types?.find((one) => one.type === type);
  if (!waits || !of) return null;
  if (of.paused_at) return <Notice tone="warn">{w.type_paused}</Notice>;
  const pool = sees && system?.pools.find(({ name }) => name === of.pool);
  if (!pool) return null;
  if (pool.workers === 0) return <Notice tone="warn">{w.no_worker_in(of.pool)}</Notice>;
  const [alone] = system?.running_alone ?? [];
  if (!alone || runs_alone || pool.workers_alone < pool.workers) return null;
  return (
    <Notice tone="warn">
      <p>{w.behind_alone}</p>
      <Link href={`/tasks/${alone.task_id}`}>{w.behind}</Link>
    </Notice>
  );
}
