import type { Database } from '../../data/contracts/index.ts';
import { Fault, type FaultDetail } from '../../errors.ts';
import { LongWork } from '../../runtime/long-work.ts';
import type { AccountActor } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { rangeFaults } from '../query-rules.ts';
import { type TaskListFilter, taskFilter } from './task-list-query.ts';
import type { TaskAction, TaskService } from './task-service.ts';

/** Maximum number of tasks in one call. */
export const MOST_IN_BULK = 1_000;
const AT_ONCE = 50;

export interface BulkRequest {
  action: TaskAction;
  /** Either these tasks, or those that the filter matches now. */
  ids?: string[];
  filter?: TaskListFilter;
  /** How many tasks the caller expects to match: if the number differs, nothing is done. */
  expected?: number;
}

export interface BulkAnswer {
  matched: number;
  /** True if there are more tasks than were acted on. */
  matched_capped?: true;
  /** `fault` says why this task was left unchanged. */
  results: { id: string; fault: Fault | null }[];
}

/** Faults of the choice of tasks. */
export const choiceFaults = ({ ids, filter }: { ids?: unknown; filter?: unknown }): FaultDetail[] =>
  (ids === undefined) === (filter === undefined)
    ? [{ path: 'ids', message: 'give either ids or filter', zh: 'ids 与 filter 必须且只能使用其中之一' }]
    : [];

/** A list ignores an empty search, so an empty field of a program would choose every task. */
export const emptySearchFaults = ({ q }: { q?: unknown }): FaultDetail[] =>
  typeof q === 'string' && q.trim() === ''
    ? [
        {
          path: 'filter.q',
          message: 'must not be empty: leave it out to choose tasks by the other fields',
          zh: '不能为空：如果只按其他字段选择任务，请省略此字段',
        },
      ]
    : [];

/** Maximum number of owners in the audit entry of a call. */
const MOST_OWNERS_NAMED = 20;

/** The outcome for one task. `owner_id` is null if the task was left unchanged. */
interface Applied {
  fault: Fault | null;
  owner_id: string | null;
}

/** One action on many tasks. Each succeeds or fails by itself. */
export class TaskBulk {
  readonly #database: Pick<Database, 'tasks'>;
  readonly #tasks: TaskService;
  readonly #audit: AuditLog;

  constructor(database: Pick<Database, 'tasks'>, tasks: TaskService, audit: AuditLog) {
    this.#database = database;
    this.#tasks = tasks;
    this.#audit = audit;
  }

  /** Throws `matched_changed`. */
  async run(actor: AccountActor, { action, ids, filter, expected }: BulkRequest): Promise<BulkAnswer> {
    const details = [
      ...choiceFaults({ ids, filter }),
      ...rangeFaults(filter ?? {}, 'filter.'),
      ...emptySearchFaults(filter ?? {}),
    ];
    if (details.length > 0) throw new Fault('validation_failed', { details });
    const found = ids ?? (await this.#matching(actor, filter ?? {}));
    const capped = found.length > MOST_IN_BULK;
    const chosen = found.slice(0, MOST_IN_BULK);
    if (expected !== undefined && expected !== chosen.length) throw new Fault('matched_changed');
    const results: BulkAnswer['results'] = [];
    const owners: string[] = [];
    const work = new LongWork();
    for (let at = 0; at < chosen.length; at += AT_ONCE) {
      await work.pause();
      const some = chosen.slice(at, at + AT_ONCE);
      const applied = await Promise.all(some.map((id) => this.#apply(actor, action, id)));
      results.push(...applied.map(({ fault }, place) => ({ id: some[place] as string, fault })));
      for (const { owner_id } of applied) if (owner_id !== null) owners.push(owner_id);
    }
    await this.#note(actor, action, { matched: chosen.length, owners });
    return { matched: chosen.length, ...(capped && { matched_capped: true as const }), results };
  }

  /** The matching tasks at this moment; tasks that match later are not affected. Returns one more than the limit. */
  async #matching(actor: AccountActor, given: TaskListFilter): Promise<string[]> {
    const filter = taskFilter(actor, given, 'filter.');
    if (!filter) return [];
    const ids: string[] = [];
    let after_id: string | undefined;
    do {
      const limit = MOST_IN_BULK + 1 - ids.length;
      const { tasks, searched_to } = await this.#database.tasks.page({ ...filter, after_id, limit });
      ids.push(...tasks.map(({ id }) => id));
      after_id = searched_to ?? undefined;
    } while (after_id !== undefined && ids.length <= MOST_IN_BULK);
    return ids;
  }

  async #apply(actor: AccountActor, action: TaskAction, id: string): Promise<Applied> {
    try {
      const { owner_id } = await this.#tasks.apply(actor, action, id);
      return { fault: null, owner_id };
    } catch (error) {
      if (error instanceof Fault) return { fault: error, owner_id: null };
      throw error;
    }
  }

  /**
   * One entry for a call that changed tasks of others. As with single tasks, what people do with their own is not recorded: otherwise
   * anybody could fill the log.
   */
  async #note(
    actor: AccountActor,
    action: TaskAction,
    { matched, owners }: { matched: number; owners: string[] },
  ): Promise<void> {
    const others = owners.filter((owner_id) => owner_id !== actor.id);
    if (others.length === 0) return;
    await this.#audit.record({
      action: 'task.bulk',
      actor,
      target: null,
      details: {
        action,
        matched,
        done: owners.length,
        refused: matched - owners.length,
        of_others: others.length,
        owner_ids: [...new Set(others)].slice(0, MOST_OWNERS_NAMED),
      },
    });
  }
}
