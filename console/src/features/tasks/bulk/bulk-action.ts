import { ApiError, type Task } from '@client';
import { api } from '../../../api/client.ts';
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
  message: string | null;
}

/** The number of matching tasks is not the one that the reader saw: nothing was done. */
export class MatchedChanged extends Error {
  override name = 'MatchedChanged';
}

const AT_ONCE = 6;
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

/** Does it to each, a few at a time; one that cannot be done stops none of the others. */
export async function runBulk(
  action: Action,
  target: Target,
  onRow: (done: number) => void,
): Promise<RowResult[]> {
  const left = 'ids' in target ? [...target.ids] : await matching(target);
  const results: RowResult[] = [];
  const next = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      results.push(await runOne(action, id));
      onRow(results.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return results;
}

async function runOne(action: Action, id: string): Promise<RowResult> {
  try {
    if (action === 'cancel') await api.cancelTask({ id });
    else if (action === 'retry') await api.retryTask({ id });
    else await api.deleteTask({ id });
    return { id, ok: true, message: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { id, ok: false, message: error.message };
  }
}

/** The ids that match now; throws when their number is not the one that was shown. */
async function matching({
  search,
  expected,
  capped,
}: Extract<Target, { expected: number }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of api.listTasks({ ...filterOf(search), page_size: 100 })) {
    ids.push(id);
    if (ids.length === MOST) break;
  }
  if (!capped && ids.length !== Math.min(expected, MOST)) throw new MatchedChanged();
  return ids;
}
