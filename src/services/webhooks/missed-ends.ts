import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, Webhook } from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { DeliveryOutbox } from './delivery-outbox.ts';
import type { UnsentDeliveries } from './unsent-deliveries.ts';

/** An end may become visible in the store so much later: the clocks of machines differ, and writes take time. */
const LATE_MS = 15_000;
const HOOKS_AT_ONCE = 500;
const TASKS_AT_ONCE = 200;
/** The newest deliveries of a webhook that are kept, whatever their age. */
export const DELIVERIES_KEPT = 100;
const DELIVERY_LIFE_MS = 3_600_000;

export interface MissedEndsParts {
  database: Pick<Database, 'webhooks' | 'tasks' | 'capabilities'>;
  outbox: Pick<DeliveryOutbox, 'addEnds'>;
  unsent: Pick<UnsentDeliveries, 'run'>;
  clock: SteadyClock;
}

/**
 * Finds ended tasks whose webhooks were not told because of a crash: it looks at all tasks that ended since the last look, a little
 * after they ended. Any number of processes can do this at the same time.
 */
export class MissedEnds {
  readonly #parts: MissedEndsParts;
  #first = true;

  constructor(parts: MissedEndsParts) {
    this.#parts = parts;
  }

  async run(): Promise<void> {
    const { database, clock } = this.#parts;
    // If only one process uses the database, no write of another one can still be under way at its start.
    const late_ms = this.#first && database.capabilities.single_process ? 0 : LATE_MS;
    const until = new Date(clock.now() - late_ms).toISOString();
    let after: string | undefined;
    do {
      const hooks = await database.webhooks.active(HOOKS_AT_ONCE, after);
      if (hooks.length > 0) await this.#look(hooks, until);
      after = hooks.length < HOOKS_AT_ONCE ? undefined : hooks.at(-1)?.id;
    } while (after !== undefined);
    this.#first = false;
    await this.#parts.unsent.run();
  }

  /** Removes old finished deliveries beyond the number that is kept, and the deliveries that deleted webhooks left behind. */
  async trim(): Promise<void> {
    const { database, clock } = this.#parts;
    const old = new Date(clock.now() - DELIVERY_LIFE_MS).toISOString();
    for (let before_id: string | undefined, more = true; more; ) {
      const hooks = await database.webhooks.page({ before_id, limit: HOOKS_AT_ONCE });
      for (const { id, heard_until } of hooks) {
        // If a delivery were removed before its task's end was looked at, it would be created again.
        const before = old < heard_until ? old : heard_until;
        const trim = () => database.webhooks.trimDeliveries(id, DELIVERIES_KEPT, before, TASKS_AT_ONCE);
        while ((await trim()) === TASKS_AT_ONCE);
      }
      before_id = hooks.at(-1)?.id;
      more = hooks.length === HOOKS_AT_ONCE;
    }
    await this.#removeLeftBehind();
  }

  /** For webhooks whose deletion was interrupted by a crash, or that were deleted while a task of their owner ended. */
  async #removeLeftBehind(): Promise<void> {
    const { webhooks } = this.#parts.database;
    for (let id = await webhooks.nextDelivered(''); id !== null; id = await webhooks.nextDelivered(id))
      if (!(await webhooks.get(id))) await webhooks.deleteDeliveries(id);
  }

  async #look(hooks: Webhook[], until: string): Promise<void> {
    const { database, outbox } = this.#parts;
    const heard = hooks.map(({ heard_until }) => heard_until).sort();
    const owners = [...new Set(hooks.map(({ owner_id }) => owner_id))];
    let from = heard[0] as string;
    let limit = TASKS_AT_ONCE;
    while (from < until) {
      const ended = await database.tasks.finishedBetween(from, until, owners, limit);
      await outbox.addEnds(ended, hooks);
      if (ended.length < limit) break;
      const last = ended.at(-1)?.finished_at as string;
      // All ended in the same millisecond: there may be more of them.
      if (last === from) limit *= 2;
      from = last;
      // A store in this process answers without returning to the event loop.
      await nextTurn();
    }
    const ids = hooks.filter(({ heard_until }) => heard_until < until).map(({ id }) => id);
    if (ids.length > 0) await database.webhooks.heard(ids, until);
  }
}
