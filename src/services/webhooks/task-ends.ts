import type { Database, Task } from '../../data/contracts/index.ts';
import type { Background } from '../../runtime/background.ts';
import type { SavedListener } from '../engine/saved-listeners.ts';
import { isFinal } from '../engine/task-states.ts';
import type { DeliveryOutbox } from './delivery-outbox.ts';

/** Tasks that end within this time are handled together … */
const GATHER_MS = 20;
/** … or within this time, while the owners of the last ones had no webhooks: each look costs a query. */
const GATHER_UNHEARD_MS = 200;
const ENDS_AT_ONCE = 500;

export interface TaskEndsParts {
  database: Pick<Database, 'webhooks'>;
  outbox: Pick<DeliveryOutbox, 'addEnds'>;
  background: Background;
}

/**
 * Is told of tasks that end and creates the messages for the webhooks of their owners. Nothing waits for it: it gathers tasks, so that
 * one query serves many owners without webhooks. `MissedEnds` finds ends that were lost here in a crash.
 */
export class TaskEnds implements SavedListener {
  readonly #parts: TaskEndsParts;
  #ended: Task[] = [];
  #timer: NodeJS.Timeout | undefined;
  #gather_ms = GATHER_MS;

  constructor(parts: TaskEndsParts) {
    this.#parts = parts;
  }

  saved(after: Task, before: Task | null): void {
    if (!isFinal(after.status) || (before !== null && isFinal(before.status))) return;
    this.#ended.push(after);
    this.#timer ??= setTimeout(() => this.flush(), this.#gather_ms).unref();
  }

  /** Handles the gathered tasks now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const ended = this.#ended.splice(0);
    if (ended.length > 0)
      this.#parts.background.run(
        this.#look(ended),
        'webhook messages for ended tasks could not be created; the scheduler creates them within half a minute',
      );
  }

  async #look(ended: Task[]): Promise<void> {
    const { database, outbox } = this.#parts;
    let heard = false;
    for (let from = 0; from < ended.length; from += ENDS_AT_ONCE) {
      const some = ended.slice(from, from + ENDS_AT_ONCE);
      const hooks = await database.webhooks.activeOf([...new Set(some.map(({ owner_id }) => owner_id))]);
      heard ||= hooks.length > 0;
      if (hooks.length > 0) await outbox.addEnds(some, hooks);
    }
    this.#gather_ms = heard ? GATHER_MS : GATHER_UNHEARD_MS;
  }
}
