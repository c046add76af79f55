import type { Database, FileStore, Task } from '../../data/contracts/index.ts';
import type { Background } from '../../runtime/background.ts';
import type { SavedListener } from './saved-listeners.ts';
import { isFinal } from './task-states.ts';

const ROWS_AT_ONCE = 500;
const TASKS_AT_ONCE = 1_000;

/** Removes deleted tasks with their items and files, and the files of lost attempts. */
export class TaskPurge implements SavedListener {
  readonly #database: Pick<Database, 'tasks' | 'items' | 'itemLogs'>;
  readonly #files: FileStore;
  readonly #background: Background;

  constructor(
    database: Pick<Database, 'tasks' | 'items' | 'itemLogs'>,
    files: FileStore,
    background: Background,
  ) {
    this.#database = database;
    this.#files = files;
    this.#background = background;
  }

  saved(after: Task): void {
    if (after.deleted_at && isFinal(after.status))
      this.#background.run(
        this.purge(after.id),
        'the data of a deleted task could not be removed; the next retention run tries again',
      );
  }

  /** Works in slices. The task's own row is removed last, so that an interrupted purge is found again. */
  async purge(id: string): Promise<void> {
    await this.#files.deleteTask(id);
    while ((await this.#database.itemLogs.deleteSome(id, ROWS_AT_ONCE)) === ROWS_AT_ONCE);
    while ((await this.#database.items.deleteSome(id, ROWS_AT_ONCE)) === ROWS_AT_ONCE);
    await this.#database.tasks.delete(id);
  }

  /** Removes the files that attempts at these items have left. A failure is logged: the end of the next attempt removes them, too. */
  async filesOf(task_id: string, indexes: readonly number[]): Promise<void> {
    const removals = indexes.map((index) => this.#files.deleteAttempts(task_id, index, null));
    const message =
      'the files of a lost attempt could not be removed; the end of the next attempt removes them';
    for (const removal of removals) this.#background.run(removal, message);
    await Promise.allSettled(removals);
  }

  /** Purges tasks that were marked deleted and have ended, and tasks whose purge was interrupted. Returns how many were removed. */
  async purgeDeleted(): Promise<number> {
    const deleted = await this.#database.tasks.deleted(TASKS_AT_ONCE);
    const ended = deleted.filter((task) => task.finished_at !== null);
    for (const task of ended) await this.purge(task.id);
    return ended.length;
  }
}
