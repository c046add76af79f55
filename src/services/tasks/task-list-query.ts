import { TASK_STATUSES, type TaskFilter, type TaskStatus } from '../../data/contracts/index.ts';
import { invalid } from '../../errors.ts';
import { type AccountActor, seesAll } from '../actor.ts';
import { type ListIdentity, wordsOf } from '../paging.ts';
import { checkRanges } from '../query-rules.ts';

/** The query of a list of tasks, as it arrives over HTTP. */
export interface TaskListFilter {
  /** Names separated by commas, or a list. */
  status?: string | string[];
  type?: string;
  owner_id?: string;
  parent_id?: string;
  has_failures?: true;
  /** ISO times: from inclusive, before exclusive. */
  created_after?: string;
  created_before?: string;
  q?: string;
}

/**
 * What the cursors of this list belong to. A range of time is no part of it: one that ends now moves on while somebody reads, and it
 * does not change the order.
 */
export const tasksIn = (query: TaskListFilter & { order?: string }): ListIdentity => {
  const { order = 'newest', status = '', type, owner_id, parent_id, has_failures, q } = query;
  return ['tasks', order, String(status), type, owner_id, parent_id, has_failures, q];
};

/** The filter for the store, limited to what the actor may see. Null if nothing can match. Throws a 422 fault, whose path begins with `at`. */
export function taskFilter(actor: AccountActor, query: TaskListFilter, at = ''): TaskFilter | null {
  checkRanges(query, at);
  const words = wordsOf(query.q);
  if (words?.length === 0) return null;
  return {
    visible_to: seesAll(actor) ? undefined : actor.id,
    status: statusesOf(query.status),
    type: query.type,
    owner_id: query.owner_id,
    parent_id: query.parent_id,
    has_failures: query.has_failures,
    created_after: timeOf(query.created_after),
    created_before: timeOf(query.created_before),
    words,
  };
}

const timeOf = (time: string | undefined) => (time === undefined ? undefined : new Date(time).toISOString());

function statusesOf(given: string | string[] | undefined): TaskStatus[] | undefined {
  if (given === undefined) return undefined;
  const names = typeof given === 'string' ? given.split(',') : given;
  return names.map((name) => {
    const status = TASK_STATUSES.find((one) => one === name);
    if (status) return status;
    const known = TASK_STATUSES.join(', ');
    throw invalid(
      'status',
      `"${name}" is not a status of tasks; statuses: ${known}`,
      `“${name}”不是任务的状态；可用的状态：${TASK_STATUSES.join('、')}`,
    );
  });
}
