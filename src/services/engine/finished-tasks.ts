import { type Task, Unavailable, type VersionCache } from '../../data/contracts/index.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { SavedListener } from './saved-listeners.ts';
import { isFinal } from './task-states.ts';

const KEPT_TASKS = 1_000;
const KEPT_BYTES = 16 * 1024 * 1024;

/** Everything that the detail view of a task is built from. */
export interface FinishedTask {
  task: Task;
  params: unknown;
  result: unknown;
}

const keyOf = (id: string) => `task:${id}`;

/** In memory a text takes up to two bytes a character, and parsed values more than their text. */
const weigh = ({ params, result }: FinishedTask): number =>
  2_000 + 3 * (textLength(params) + textLength(result));

const textLength = (value: unknown): number => JSON.stringify(value)?.length ?? 0;

/** Finished tasks in memory, with their revision. They are read again only after a retry or a deletion in any process. */
export class FinishedTasks implements SavedListener {
  readonly #versions: VersionCache;
  readonly #kept: BoundedMap<string, FinishedTask>;

  /** `ttl` in seconds; 0 keeps nothing. */
  constructor(versions: VersionCache, ttl: number) {
    this.#versions = versions;
    this.#kept = new BoundedMap({
      entries: ttl === 0 ? 0 : KEPT_TASKS,
      bytes: KEPT_BYTES,
      weigh,
      ttl_ms: ttl * 1_000,
    });
  }

  async find(id: string): Promise<FinishedTask | null> {
    const found = this.#kept.get(id);
    if (!found) return null;
    try {
      const keys = [keyOf(id)];
      const [revision] = this.#versions.readNow?.(keys) ?? (await this.#versions.read(keys));
      if (revision === String(found.task.revision)) return found;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
    }
    this.#kept.delete(id);
    return null;
  }

  /** Remembers it if it is final. */
  async keep(finished: FinishedTask): Promise<void> {
    const { task } = finished;
    if (!isFinal(task.status) || task.deleted_at) return;
    this.#kept.forgetOld();
    this.#kept.set(task.id, finished);
    // Never overwrites a newer version: what is kept here would then not be found again.
    await this.#versions.fill([[keyOf(task.id), String(task.revision)]]);
  }

  /** Awaited before a change of a finished task is answered: from then on no process shows the older revision. */
  saved(after: Task, before: Task | null): Promise<void> | undefined {
    if (!before) return undefined;
    // After the first retry, other processes may have kept a revision of the task.
    const kept = isFinal(before.status) || (isFinal(after.status) && after.retry_round > 0);
    return kept ? this.#versions.write([[keyOf(after.id), String(after.revision)]]) : undefined;
  }
}
