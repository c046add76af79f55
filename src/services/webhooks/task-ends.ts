import type { Database, Task } from '../../data/contracts/index.ts';
import type { Background } from '../../runtime/background.ts';
import type { SavedListener } from '../engine/saved-listeners.ts';
import { isFinal } from '../engine/task-states.ts';
import type { DeliveryOutbox } from './delivery-outbox.ts';

/** Ends that come within this time are looked at together. */
const GATHER_MS = 20;
const ENDS_AT_ONCE = 500;

export interface TaskEndsParts {
  database: Pick<Database, 'webhooks'>;
  outbox: Pick<DeliveryOutbox, 'addEnds'>;
  background: Background;
}

/**
 * Hears of tasks that end, and makes the messages to the webhooks of their owners. Nobody waits for it: it gathers, so that ends of
 * owners without a webhook cost one look for many. What a crash swallows here is found again by `MissedEnds`.
 */
export class TaskEnds implements SavedListener {
  readonly #parts: TaskEndsParts;
  #ended: Task[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: TaskEndsParts) {
    this.#parts = parts;
  }

  saved(after: Task, before: Task | null): void {
    if (!isFinal(after.status) || (before !== null && isFinal(before.status))) return;
    this.#ended.push(after);
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS).unref();
  }

  /** Looks at what was gathered now. */
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
    for (let from = 0; from < ended.length; from += ENDS_AT_ONCE) {
      const some = ended.slice(from, from + ENDS_AT_ONCE);
      const hooks = await database.webhooks.activeOf([...new Set(some.map(({ owner_id }) => owner_id))]);
      if (hooks.length > 0) await outbox.addEnds(some, hooks);
    }
  }
}
