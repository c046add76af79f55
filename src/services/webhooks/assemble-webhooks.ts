import type { Counters, Database } from '../../data/contracts/index.ts';
import type { Background } from '../../runtime/background.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { TaskEngine } from '../engine/task-engine.ts';
import { DeliveryCounts } from './delivery-counts.ts';
import { DeliveryOutbox } from './delivery-outbox.ts';
import { DeliveryRun } from './delivery-run.ts';
import { deliveryType } from './delivery-type.ts';
import { MissedEnds } from './missed-ends.ts';
import { TaskEnds } from './task-ends.ts';
import { UnsentDeliveries } from './unsent-deliveries.ts';
import { WebhookAddresses } from './webhook-addresses.ts';
import { WebhookSecrets } from './webhook-secrets.ts';
import { Webhooks } from './webhooks.ts';

export interface WebhookParts {
  database: Pick<Database, 'webhooks' | 'users' | 'tasks' | 'capabilities'>;
  audit: AuditLog;
  clock: SteadyClock;
  background: Background;
  secret_key: string;
  /** `WEBHOOK_ALLOW_PRIVATE` */
  allow_private: boolean;
  /** Null where rate limits are switched off. */
  counters: Counters | null;
  log: Log;
  /** Those that people can create tasks of. */
  types: ReadonlyMap<string, unknown>;
  /** A function, because the engine is created after its listeners, and `ends` is one of them. */
  engine(): TaskEngine;
}

/** Creates all parts of the webhooks and connects them. Starts nothing. */
export function assembleWebhooks(parts: WebhookParts) {
  const { database, background, clock, engine, log } = parts;
  const outbox = new DeliveryOutbox({
    database,
    log,
    engine: {
      create: (task, params) => engine().create(task, params),
      created: (task) => engine().created(task),
    },
  });
  const secrets = new WebhookSecrets(parts.secret_key);
  const counts = new DeliveryCounts();
  const run = new DeliveryRun({ ...parts, secrets, counts });
  return {
    webhooks: new Webhooks({
      ...parts,
      secrets,
      outbox,
      addresses: new WebhookAddresses(parts.allow_private),
    }),
    delivery_counts: counts,
    /** To be added to the listeners of saved changes. */
    ends: new TaskEnds({ database, outbox, background }),
    missed_ends: new MissedEnds({
      ...{ database, outbox, clock },
      unsent: new UnsentDeliveries({ database, outbox, clock }),
    }),
    task_type: deliveryType((params, context) => run.run(params, context)),
  };
}
