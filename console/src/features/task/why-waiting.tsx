import type { TaskDetail } from '@client';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { seesAll } from '../../api/permissions.ts';
import { Notice } from '../../components/notice/notice.tsx';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';

const EVERY_MS = 15_000;

/**
 * Says why a task of which nothing runs does not go on: its type is paused, or no running worker belongs to its pool. Only people who may see
 * the system are told of workers.
 */
export function WhyWaiting({ task: { type, status, in_flight } }: { task: TaskDetail }) {
  const { task: w } = useWords();
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
  if (!sees || system?.pools.find(({ name }) => name === of.pool)?.workers !== 0) return null;
  return <Notice tone="warn">{w.no_worker_in(of.pool)}</Notice>;
}
