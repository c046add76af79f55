import { type Database, isSystemOwner } from '../../data/contracts/index.ts';
import type { Log } from '../../runtime/log.ts';
import type { Actor } from '../actor.ts';
import type { TaskEngine } from '../engine/task-engine.ts';
import { pagesOf, TASKS_AT_ONCE } from '../engine/task-pages.ts';

const TASKS_CANCELLED_AT_ONCE = 100;
const OWNERS_AT_ONCE = 100;
/** Maximum number in one run; the next run continues from there. */
const MOST_OWNERS = 1_000;

export interface AbandonedTasksParts {
  database: Pick<Database, 'tasks' | 'users'>;
  engine: Pick<TaskEngine, 'cancel'>;
  log: Pick<Log, 'warn'>;
}

/** Unfinished tasks of accounts that were deleted or disabled. */
export class AbandonedTasks {
  readonly #parts: AbandonedTasksParts;
  /** The owner that was checked last. */
  #after = '';

  constructor(parts: AbandonedTasksParts) {
    this.#parts = parts;
  }

  /** To be called after the account was changed. Returns how many tasks were cancelled. */
  async cancelAllOf(_actor: Actor, owner_id: string): Promise<number> {
    const { database, engine } = this.#parts;
    let cancelled = 0;
    for (;;) {
      const found = await database.tasks.activeOf(owner_id, TASKS_CANCELLED_AT_ONCE);
      const done = await Promise.all(found.map((task) => engine.cancel(task.id)));
      cancelled += done.filter(({ value }) => value !== null).length;
      if (found.length < TASKS_CANCELLED_AT_ONCE) return cancelled;
    }
  }

  /**
   * Cancels tasks that were not cancelled together with the account, because a running request stored them afterwards or because the
   * process that was cancelling them was killed. To be called regularly; returns how many. Throws `Unavailable`.
   */
  async sweep(actor: Actor): Promise<number> {
    const { log } = this.#parts;
    let cancelled = 0;
    const owners = await this.#ownersAtWork();
    for (let at = 0; at < owners.length; at += OWNERS_AT_ONCE)
      for (const owner_id of await this.#gone(owners.slice(at, at + OWNERS_AT_ONCE)))
        cancelled += await this.cancelAllOf(actor, owner_id);
    if (cancelled > 0) log.warn({ tasks: cancelled }, 'tasks of deleted or disabled accounts were cancelled');
    return cancelled;
  }

  async #gone(owner_ids: string[]): Promise<string[]> {
    const users = await this.#parts.database.users.getMany(owner_ids);
    const active = new Set(users.filter(({ is_active }) => is_active).map(({ id }) => id));
    return owner_ids.filter((id) => !active.has(id));
  }

  async #ownersAtWork(): Promise<string[]> {
    const owners = new Set<string>([...(await this.#waiting()), ...(await this.#running())]);
    return [...owners].filter((id) => !isSystemOwner(id));
  }

  async #waiting(): Promise<string[]> {
    const found: string[] = [];
    while (found.length < MOST_OWNERS) {
      const some = await this.#parts.database.tasks.waitingOwners(OWNERS_AT_ONCE, this.#after);
      found.push(...some);
      this.#after = some.length < OWNERS_AT_ONCE ? '' : (some.at(-1) as string);
      if (this.#after === '') break;
    }
    return found;
  }

  async #running(): Promise<string[]> {
    const { tasks } = this.#parts.database;
    const found: string[] = [];
    for await (const page of pagesOf((after) => tasks.running(TASKS_AT_ONCE, after)))
      found.push(...page.map(({ owner_id }) => owner_id));
    return found;
  }
}
