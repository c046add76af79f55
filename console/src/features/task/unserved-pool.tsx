import type { TaskDetail } from '@client';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { seesAll } from '../../api/permissions.ts';
import { Notice } from '../../components/notice/notice.tsx';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { useTaskTypes } from '../tasks/use-task-types.ts';

const EVERY_MS = 15_000;

/** Warns that no running worker belongs to the pool of a waiting task. Only shown to people who may see the system. */
export function UnservedPool({ task: { type, status, in_flight } }: { task: TaskDetail }) {
  const { task: w } = useWords();
  const { data: types } = useTaskTypes();
  const waits = (status === 'pending' || status === 'processing') && in_flight === 0;
  const enabled = seesAll(useUser()) && waits;
  const { data: system } = useQuery({
    queryKey: keys.system,
    queryFn: ({ signal }) => api.getSystem({ signal }),
    refetchInterval: EVERY_MS,
    enabled,
  });
  const pool = types?.find((one) => one.type === type)?.pool;
  if (!enabled || system?.pools.find(({ name }) => name === pool)?.workers !== 0) return null;
  return <Notice tone="warn">{w.no_worker_in(pool ?? '')}</Notice>;
}
