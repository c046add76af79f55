import {
  type Database,
  type Delivery,
  derivedId,
  newId,
  systemOwnerFor,
  type Task,
  type TaskEndEvent,
  timeOfId,
  type User,
  type Webhook,
} from '../../data/contracts/index.ts';
import { newTask } from '../engine/task-changes.ts';
import type { TaskEngine } from '../engine/task-engine.ts';
import { taskView } from '../tasks/task-views.ts';
import { DELIVERY_TYPE, DELIVERY_VERSION, type DeliveryParams } from './delivery-type.ts';

/** Later than every real time: such a task is hidden from its beginning, and purged once it has ended. */
const HIDDEN = '9999-12-31T23:59:59.999Z';

export interface DeliveryOutboxParts {
  database: Pick<Database, 'webhooks' | 'users'>;
  engine: Pick<TaskEngine, 'create' | 'created'>;
}

/** Makes messages to webhooks: for each a record, and a hidden task of the system that sends it. */
export class DeliveryOutbox {
  readonly #parts: DeliveryOutboxParts;

  constructor(parts: DeliveryOutboxParts) {
    this.#parts = parts;
  }

  /** Messages of these ends to these webhooks. What there is already is not made twice, so it may be repeated. */
  async addEnds(tasks: readonly Task[], webhooks: readonly Webhook[]): Promise<void> {
    const wanted = tasks.flatMap((task) =>
      webhooks.filter((hook) => hears(hook, task)).map((hook) => ({ task, hook, id: messageId(hook, task) })),
    );
    if (wanted.length === 0) return;
    const { webhooks: store, users } = this.#parts.database;
    const known = new Set(await store.knownDeliveries(wanted.map(({ id }) => id)));
    const missing = wanted.filter(({ id }) => !known.has(id));
    if (missing.length === 0) return;
    const found = await users.getMany([...new Set(missing.map(({ task }) => task.owner_id))]);
    const owners = new Map(found.map((user) => [user.id, user]));
    await this.#send(
      missing.map(({ id, task, hook }) => ({
        owner_id: hook.owner_id,
        asked: false,
        delivery: newDelivery(id, hook.id, task, owners.get(task.owner_id)),
      })),
    );
  }

  /** A message that only says that the webhook works. */
  async addTest(webhook: Webhook): Promise<Delivery> {
    const id = newId();
    const at = new Date(timeOfId(id)).toISOString();
    const data = { webhook_id: webhook.id };
    const delivery: Delivery = {
      ...blank(id, webhook.id, at),
      event: 'webhook.test',
      task_id: null,
      body: JSON.stringify({ type: 'webhook.test', timestamp: at, data }),
    };
    await this.#send([{ owner_id: webhook.owner_id, asked: true, delivery }]);
    return delivery;
  }

  /** Sends a message again, with all its attempts. What an earlier run of it still has before it is dropped. */
  async sendAgain(webhook: Webhook, known: Delivery): Promise<Delivery> {
    const delivery: Delivery = {
      ...known,
      run_id: newId(),
      status: 'pending',
      attempts: 0,
      next_attempt_at: new Date().toISOString(),
    };
    await this.#parts.database.webhooks.putDelivery(delivery);
    await this.#send([{ owner_id: webhook.owner_id, asked: true, delivery }]);
    return delivery;
  }

  /** The task comes first: it holds all that its run needs, the record too, should this process die between the two. */
  async #send(messages: (DeliveryParams & { owner_id: string })[]): Promise<void> {
    const { engine, database } = this.#parts;
    const tasks = await Promise.all(
      messages.map(async ({ owner_id, ...params }) => {
        const task = taskFor(params.delivery, owner_id);
        return (await engine.create(task, params)) ? task : null;
      }),
    );
    await database.webhooks.addDeliveries(messages.map(({ delivery }) => delivery));
    await Promise.all(tasks.map((task) => task && engine.created(task)));
  }
}

const EVENTS: Partial<Record<Task['status'], TaskEndEvent>> = {
  completed: 'task.completed',
  failed: 'task.failed',
  cancelled: 'task.cancelled',
};

function hears(hook: Webhook, task: Task): boolean {
  const event = EVENTS[task.status];
  if (!event || hook.owner_id !== task.owner_id || task.deleted_at) return false;
  // It hears what ends after it was made.
  if (!task.finished_at || task.finished_at < hook.created_at) return false;
  return hook.events.includes(event) && (hook.task_types.length === 0 || hook.task_types.includes(task.type));
}

/** The same for the same end of the same task, whoever makes it. A retried task ends again, at another time. */
const messageId = (hook: Webhook, task: Task): string =>
  derivedId(Date.parse(task.finished_at as string), `${hook.id}:${task.id}`);

const blank = (id: string, webhook_id: string, at: string) => ({
  id,
  webhook_id,
  run_id: id,
  status: 'pending' as const,
  attempts: 0,
  response_code: null,
  duration_ms: null,
  error: null,
  next_attempt_at: at,
  created_at: at,
});

function newDelivery(id: string, webhook_id: string, task: Task, owner: User | undefined): Delivery {
  const event = EVENTS[task.status] as TaskEndEvent;
  const at = task.finished_at as string;
  const data = { ...taskView(task, owner), error: task.error };
  return {
    ...blank(id, webhook_id, at),
    event,
    task_id: task.id,
    body: JSON.stringify({ type: event, timestamp: at, data }),
  };
}

function taskFor({ run_id }: Delivery, owner_id: string): Task {
  const task = newTask({
    id: run_id,
    type: DELIVERY_TYPE,
    type_version: DELIVERY_VERSION,
    name: 'Webhook delivery',
    owner_id: systemOwnerFor('webhooks', owner_id),
    priority: 5,
    concurrency: 1,
    shared: false,
    total_items: 1,
    parent_id: null,
    request_id: null,
    trace: null,
    created_at: new Date(timeOfId(run_id)).toISOString(),
  });
  return { ...task, deleted_at: HIDDEN };
}
