import { ApiError, type AuditEntry } from '@client';
import { useQueries, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nameOf } from '../users/name-of.ts';

const MOST = { page_size: 100 };
/** Milliseconds for which loaded names are reused. */
const KEPT_MS = 60_000;

export interface Names {
  /** The name of the object with this id, if known. */
  of(id: string): string | undefined;
  /** The present name of the account with this id, if it has one. */
  personOf(id: string): string | undefined;
  /** Whether the account or task with this id was deleted. */
  isGone(id: string): boolean;
}

/** The distinct texts with these keys in the details of the entries. */
const idsIn = (entries: readonly AuditEntry[], type: string, ...fields: string[]): string[] => {
  const targets = entries.flatMap(({ target }) => (target?.type === type ? [target.id] : []));
  const named = entries.flatMap(({ details }) => fields.map((field) => details[field]));
  return [...new Set([...targets, ...named.filter((one) => typeof one === 'string')])];
};

const isMissing = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

type IdsOf = (entries: readonly AuditEntry[]) => string[];

const usersIn: IdsOf = (entries) => [
  ...idsIn(entries, 'user', 'owner_id', 'user_id'),
  // The id of an actor of another kind is that of a key, not of an account.
  ...entries.flatMap(({ actor }) => (actor?.kind === 'user' ? [actor.id] : [])),
];

const tasksIn: IdsOf = (entries) => idsIn(entries, 'task', 'task_id');

interface Loaded {
  data: { items: readonly { id: string }[]; next_cursor: string | null } | undefined;
  dataUpdatedAt: number;
}

/** The deleted ones: they are not in the whole list, although entries from before it was loaded name them. */
function lackedBy({ data, dataUpdatedAt }: Loaded, entries: readonly AuditEntry[], idsOf: IdsOf): string[] {
  if (!data || data.next_cursor !== null) return [];
  const there = new Set(data.items.map(({ id }) => id));
  return idsOf(entries.filter(({ at }) => Date.parse(at) < dataUpdatedAt)).filter((id) => !there.has(id));
}

/** What these entries say was deleted: nothing has its id again. */
const deletedBy = (entries: readonly AuditEntry[]): string[] =>
  entries.flatMap(({ action, target, outcome }) =>
    target && outcome === 'success' && action.endsWith('.delete') ? [target.id] : [],
  );

/** Loads single objects by id. Deleted ones are not requested again, whatever is filtered. */
function useOnes<T>(ids: readonly string[], key: (id: string) => readonly string[], get: Get<T>) {
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: key(id),
      queryFn: ({ signal }: { signal: AbortSignal }) => get({ id }, { signal }),
      staleTime: KEPT_MS,
      retry: false,
      retryOnMount: false,
    })),
  });
}

type Get<T> = (args: { id: string }, options: { signal: AbortSignal }) => Promise<T>;

/** The names of targets and owners, from the entries themselves and from objects that still exist. */
export function useNames(entries: readonly AuditEntry[]): Names {
  const names = new Map<string, string>();
  const people = new Map<string, string>();
  const gone = new Set(deletedBy(entries));
  const kinds = new Set(entries.map(({ target }) => target?.type));
  const some = (kind: string) => ({ enabled: kinds.has(kind), staleTime: KEPT_MS });
  const users = useQuery({
    queryKey: keys.auditNames('users'),
    queryFn: ({ signal }) => api.listUsers(MOST, { signal }),
    staleTime: KEPT_MS,
  });
  const schedules = useQuery({
    queryKey: keys.auditNames('schedules'),
    queryFn: ({ signal }) => api.listSchedules(MOST, { signal }),
    ...some('schedule'),
  });
  const webhooks = useQuery({
    queryKey: keys.auditNames('webhooks'),
    queryFn: ({ signal }) => api.listWebhooks(MOST, { signal }),
    ...some('webhook'),
  });
  const tasks = useQuery({
    queryKey: keys.auditNames('tasks'),
    queryFn: ({ signal }) => api.listTasks(MOST, { signal }),
    ...some('task'),
  });
  for (const { target, details } of entries) {
    const { email, name, host } = details;
    const said = [email, name, host].find((one) => typeof one === 'string');
    if (target && typeof said === 'string') names.set(target.id, said);
  }
  for (const { id, name } of schedules.data?.items ?? []) names.set(id, name);
  for (const { id, url } of webhooks.data?.items ?? []) names.set(id, url);
  for (const id of [
    ...lackedBy(users, entries, usersIn),
    ...lackedBy(schedules, entries, (some) => idsIn(some, 'schedule')),
    ...lackedBy(webhooks, entries, (some) => idsIn(some, 'webhook')),
    ...lackedBy(tasks, entries, tasksIn),
  ])
    gone.add(id);

  const others = [...new Set(users.data ? usersIn(entries) : [])].filter(
    (id) => !gone.has(id) && !users.data?.items.some((user) => user.id === id),
  );
  const listed = new Set(tasks.data?.items.map(({ id }) => id));
  const task_ids = (tasks.isPending && kinds.has('task') ? [] : tasksIn(entries)).filter(
    (id) => !gone.has(id) && !listed.has(id),
  );
  const found_users = useOnes(others, keys.user, api.getUser.bind(api));
  const found_tasks = useOnes(task_ids, keys.task, api.getTask.bind(api));
  for (const user of [...(users.data?.items ?? []), ...found_users.flatMap(({ data }) => data ?? [])]) {
    names.set(user.id, nameOf(user));
    if (user.fullname) people.set(user.id, user.fullname);
  }
  for (const task of [...(tasks.data?.items ?? []), ...found_tasks.flatMap(({ data }) => data ?? [])])
    names.set(task.id, task.name || task.type);
  for (const [at, { error }] of found_users.entries()) if (isMissing(error)) gone.add(others[at] ?? '');
  for (const [at, { error }] of found_tasks.entries()) if (isMissing(error)) gone.add(task_ids[at] ?? '');
  return { of: (id) => names.get(id), personOf: (id) => people.get(id), isGone: (id) => gone.has(id) };
}
