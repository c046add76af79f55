import type { AuditEntry } from '@client';
import { useQueries, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

const MOST = { page_size: 100 };
/** A name that is a minute old is good enough. */
const KEPT_MS = 60_000;

/** What targets and owners are called: from the entries themselves, and from what still exists. */
export function useNames(entries: readonly AuditEntry[]): (id: string) => string | undefined {
  const names = new Map<string, string>();
  const kinds = new Set(entries.map(({ target }) => target?.type));
  const some = (kind: string) => ({ enabled: kinds.has(kind), staleTime: KEPT_MS });
  const { data: users } = useQuery({
    queryKey: keys.auditNames('users'),
    queryFn: ({ signal }) => api.listUsers(MOST, { signal }),
    staleTime: KEPT_MS,
  });
  const { data: schedules } = useQuery({
    queryKey: keys.auditNames('schedules'),
    queryFn: ({ signal }) => api.listSchedules(MOST, { signal }),
    ...some('schedule'),
  });
  const { data: webhooks } = useQuery({
    queryKey: keys.auditNames('webhooks'),
    queryFn: ({ signal }) => api.listWebhooks(MOST, { signal }),
    ...some('webhook'),
  });
  const ids = new Set(entries.flatMap(({ target }) => (target?.type === 'task' ? [target.id] : [])));
  const tasks = useQueries({
    queries: [...ids].map((id) => ({
      queryKey: keys.task(id),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.getTask({ id }, { signal }),
      staleTime: KEPT_MS,
      // One that was deleted has no name any more.
      retry: false,
    })),
  });
  for (const { target, details } of entries) {
    const { email, name, host } = details;
    const said = [email, name, host].find((one) => typeof one === 'string');
    if (target && typeof said === 'string') names.set(target.id, said);
  }
  for (const { id, email } of users?.items ?? []) names.set(id, email);
  for (const { id, name } of schedules?.items ?? []) names.set(id, name);
  for (const { id, url } of webhooks?.items ?? []) names.set(id, url);
  for (const { data } of tasks) if (data) names.set(data.id, data.name || data.type);
  return (id) => names.get(id);
}
