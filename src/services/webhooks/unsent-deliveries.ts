import type { Database, PendingDelivery } from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { DeliveryOutbox } from './delivery-outbox.ts';

/** If a message is overdue for so long, either the workers are busy or no task sends it. */
const LATE_MS = 15_000;
const AT_ONCE = 500;

export interface UnsentDeliveriesParts {
  database: Pick<Database, 'webhooks' | 'tasks'>;
  outbox: Pick<DeliveryOutbox, 'startRuns'>;
  clock: SteadyClock;
}

/** Finds messages whose task was never created because the process died, and creates the task. Each run checks the next 500 messages. */
export class UnsentDeliveries {
  readonly #parts: UnsentDeliveriesParts;
  #after: PendingDelivery | undefined;

  constructor(parts: UnsentDeliveriesParts) {
    this.#parts = parts;
  }

  async run(): Promise<void> {
    const { database, outbox, clock } = this.#parts;
    const before = new Date(clock.now() - LATE_MS).toISOString();
    const overdue = await database.webhooks.overdue(before, AT_ONCE, this.#after);
    this.#after = overdue.length < AT_ONCE ? undefined : overdue.at(-1);
    if (overdue.length === 0) return;
    const found = await database.tasks.getMany(overdue.map(({ run_id }) => run_id));
    const known = new Set(found.map(({ id }) => id));
    const unsent = overdue.filter(({ run_id }) => !known.has(run_id));
    for (const [webhook_id, deliveries] of Map.groupBy(unsent, (one) => one.webhook_id)) {
      const webhook = await database.webhooks.get(webhook_id);
      if (!webhook) continue;
      await outbox.startRuns(deliveries.map((delivery) => ({ owner_id: webhook.owner_id, delivery })));
    }
  }
}
