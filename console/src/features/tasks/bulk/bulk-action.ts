import { ApiError, type Task } from '@client';
import { api } from '../../../api/client.ts';
import { sentence } from '../../../components/states/sentence.ts';
import { filterOf, type TaskSearch } from '../tasks-search.ts';

export type Action = 'cancel' | 'retry' | 'delete';
export const ACTIONS: readonly Action[] = ['cancel', 'retry', 'delete'];

/** Chosen by hand, or all that match a search, of which there were `expected` when the reader looked. */
export type Target =
  | { ids: string[]; tasks: Task[] }
  | { search: TaskSearch; expected: number; capped: boolean };

export interface RowResult {
  id: string;
  ok: boolean;
  /** Its state left nothing to do, which is no fault. */
  skipped: boolean;
  message: string | null;
}

/** What the API says of a task that an action does not fit. */
const UNFIT: readonly string[] = ['task_finished', 'task_not_retryable'];

/** In one call, so that how far it is can be shown. */
const AT_ONCE = 200;
const MOST = 1_000;

export const fits: Record<
  Action,
  (task: Pick<Task, 'status' | 'failed_items' | 'cancelled_items'>) => boolean
> = {
  cancel: ({ status }) => status === 'pending' || status === 'processing',
  retry: ({ status, failed_items, cancelled_items }) =>
    ['completed', 'failed', 'cancelled'].includes(status) && failed_items + cancelled_items > 0,
  delete: () => true,
};

export const countOf = (target: Target): number =>
  'ids' in target ? target.ids.length : Math.min(target.expected, MOST);

/** What is left of a hand-made choice without the tasks that the action does not fit, and how many those are. */
export function fittingOf(action: Action, target: Target): { target: Target; unfit: number } {
  if (!('ids' in target)) return { target, unfit: 0 };
  const unfit = new Set(target.tasks.filter((task) => !fits[action](task)).map(({ id }) => id));
  const left = {
    ids: target.ids.filter((id) => !unfit.has(id)),
    tasks: target.tasks.filter(({ id }) => !unfit.has(id)),
  };
  return { target: left, unfit: unfit.size };
}

/** Whether the server refused because other tasks match than the reader saw: nothing was done. */
export const isMatchedChanged = (error: unknown): boolean =>
  error instanceof ApiError && error.type === 'matched_changed';

/** Does it to each; one that cannot be done stops none of the others. */
export async function runBulk(
  action: Action,
  target: Target,
  onRows: (done: number) => void,
): Promise<RowResult[]> {
  if (!('ids' in target) && !target.capped) {
    const { search, expected } = target;
    return send({ action, filter: filterOf(search), expected });
  }
  // More match than were counted: the first that many, as the reader was told.
  const ids = 'ids' in target ? target.ids : await firstMatching(target);
  const results: RowResult[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    results.push(...(await send({ action, ids: ids.slice(from, from + AT_ONCE) })));
    onRows(results.length);
  }
  return results;
}

async function send(args: Parameters<typeof api.changeTasks>[0]): Promise<RowResult[]> {
  const { results } = await api.changeTasks(args);
  return results.map(({ id, ok, error }) => ({
    id,
    ok,
    skipped: error !== undefined && error !== null && UNFIT.includes(error.type),
    message: error ? sentence(error.message) : null,
  }));
}

async function firstMatching(target: Extract<Target, { expected: number }>): Promise<string[]> {
  const ids: string[] = [];
  const most = countOf(target);
  for await (const { id } of api.listTasks({ ...filterOf(target.search), page_size: 100 })) {
    ids.push(id);
    if (ids.length === most) break;
  }
  return ids;
}
