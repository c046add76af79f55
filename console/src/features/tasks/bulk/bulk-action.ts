import { ApiError, type Task } from '@client';
import { api } from '../../../api/client.ts';
import { sentence } from '../../../components/states/sentence.ts';
import { languageNow } from '../../../words/words-context.tsx';
import { filterOf, listOf, type TaskSearch } from '../tasks-search.ts';

export type Action = 'cancel' | 'retry' | 'delete';
export const ACTIONS: readonly Action[] = ['cancel', 'retry', 'delete'];

/** Tasks selected by hand, or all tasks that match a search; `expected` is the number of matches that was shown. */
export type Target =
  | { ids: string[]; tasks: Task[] }
  | { search: TaskSearch; expected: number; capped: boolean };

export interface RowResult {
  id: string;
  ok: boolean;
  /** The state of the task left nothing to do; this is no error. */
  skipped: boolean;
  message: string | null;
}

/** Error types of the API for tasks to which an action does not apply. */
const UNFIT: readonly string[] = ['task_finished', 'task_not_retryable'];

/** Number of tasks per call; several calls allow showing progress. */
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

/** Splits tasks selected by hand into those to which the action applies, the number of those that others own, and that of the rest. */
export function fittingOf(
  action: Action,
  target: Target,
  isOwn: (task: Task) => boolean,
): { target: Target; unfit: number; foreign: number } {
  if (!('ids' in target)) return { target, unfit: 0, foreign: 0 };
  const foreign = target.tasks.filter((task) => !isOwn(task));
  const unfit = target.tasks.filter((task) => isOwn(task) && !fits[action](task));
  const out = new Set([...foreign, ...unfit].map(({ id }) => id));
  const left = {
    ids: target.ids.filter((id) => !out.has(id)),
    tasks: target.tasks.filter(({ id }) => !out.has(id)),
  };
  return { target: left, unfit: unfit.length, foreign: foreign.length };
}

/** Whether the server refused because the matching tasks have changed; nothing was done then. */
export const isMatchedChanged = (error: unknown): boolean =>
  error instanceof ApiError && error.type === 'matched_changed';

/** Applies the action to each task. A failure does not stop the others. */
export async function runBulk(
  action: Action | 'undo_cancel',
  target: Target,
  onRows: (done: number) => void,
): Promise<RowResult[]> {
  if (!('ids' in target) && !target.capped) {
    const { search, expected } = target;
    return send({ action, filter: filterOf(search), expected });
  }
  // If more tasks match than were counted, only the announced number is changed.
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
    message: error ? sentence(error.message, languageNow()) : null,
  }));
}

async function firstMatching(target: Extract<Target, { expected: number }>): Promise<string[]> {
  const ids: string[] = [];
  const most = countOf(target);
  for await (const { id } of api.listTasks({ ...listOf(target.search), page_size: 100 })) {
    ids.push(id);
    if (ids.length === most) break;
  }
  return ids;
}
