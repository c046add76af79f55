import {
  type Database,
  type Delivery,
  derivedId,
  newId,
  type PendingDelivery,
  systemOwnerFor,
  type Task,
  type TaskEndEvent,
  timeOfId,
  type User,
  type Webhook,
} from '../../data/contracts/index.ts';
import type { Log } from '../../runtime/log.ts';
import { newTask } from '../engine/task-changes.ts';
import type { TaskEngine } from '../engine/task-engine.ts';
import { errorInFull, taskView } from '../tasks/task-views.ts';
import { failed, tooManyWaiting } from './delivery-failures.ts';
import { DELIVERY_TYPE, DELIVERY_VERSION, type DeliveryParams } from './delivery-type.ts';
import { MOST_PENDING, PendingRoom } from './pending-room.ts';

/** Later than every real time: a task with this deletion time is hidden from the start and is purged once it has ended. */
const HIDDEN = '9999-12-31T23:59:59.999Z';

/** A message, and the account whose webhook it is for. */
interface Message {
  owner_id: string;
  delivery: Delivery;
}

export interface DeliveryOutboxParts {
  database: Pick<Database, 'webhooks' | 'users'>;
  engine: Pick<TaskEngine, 'create' | 'created'>;
  log: Log;
}

/** Makes messages to webhooks: for each a record, which holds the message, and a hidden task of the system that sends it. */
export class DeliveryOutbox {
  readonly #parts: DeliveryOutboxParts;
  readonly #room: PendingRoom;

  constructor(parts: DeliveryOutboxParts) {
    this.#parts = parts;
    this.#room = new PendingRoom(parts.database.webhooks, parts.log);
  }

  /** Creates the messages of these ended tasks for these webhooks. It can be repeated: no message is created twice. */
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
    const messages = missing.map(({ id, task, hook }) => ({
      owner_id: hook.owner_id,
      delivery: newDelivery(id, hook.id, task, owners.get(task.owner_id)),
    }));
    const { sent, skipped } = await this.#within(messages);
    await this.#send(sent);
    await store.addDeliveries(skipped.map(({ delivery }) => skippedDelivery(delivery)));
  }

  /** Divides the messages into those that the webhooks still have room for and those that are only recorded. */
  async #within(messages: Message[]): Promise<{ sent: Message[]; skipped: Message[] }> {
    const of = Map.groupBy(messages, ({ delivery }) => delivery.webhook_id);
    const parts = await Promise.all(
      [...of].map(async ([webhook_id, list]) => {
        const { room, recorded } = await this.#room.take(webhook_id, list.length);
        return { sent: list.slice(0, room), skipped: list.slice(room, room + recorded) };
      }),
    );
    return {
      sent: parts.flatMap(({ sent }) => sent),
      skipped: parts.flatMap(({ skipped }) => skipped),
    };
  }

  /** Creates a test message. */
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
    await this.#send([{ owner_id: webhook.owner_id, delivery }]);
    return delivery;
  }

  /** Sends a message again, with all attempts. Attempts that an earlier run still had planned are dropped. */
  async sendAgain(webhook: Webhook, known: Delivery): Promise<Delivery> {
    const delivery: Delivery = {
      ...known,
      run_id: newId(),
      status: 'pending',
      attempts: 0,
      next_attempt_at: new Date().toISOString(),
    };
    await this.#parts.database.webhooks.putDelivery(delivery);
    await this.startRuns([{ owner_id: webhook.owner_id, delivery }]);
    return delivery;
  }

  /**
   * Creates the tasks that send these messages, unless they exist. If a process dies between writing a record and creating its task, no
   * task sends the message: `UnsentDeliveries` finds it.
   */
  async startRuns(
    messages: { owner_id: string; delivery: Pick<PendingDelivery, 'id' | 'run_id' | 'webhook_id'> }[],
  ): Promise<void> {
    const { engine } = this.#parts;
    await Promise.all(
      messages.map(async ({ owner_id, delivery }) => {
        const task = taskFor(delivery, owner_id);
        const params: DeliveryParams = { delivery_id: delivery.id };
        if (await engine.create(task, params)) await engine.created(task);
      }),
    );
  }

  /** The record comes first: a worker may take the task at once, and finds its message there. */
  async #send(messages: Message[]): Promise<void> {
    if (messages.length === 0) return;
    await this.#parts.database.webhooks.addDeliveries(messages.map(({ delivery }) => delivery));
    await this.startRuns(messages);
  }
}

const skippedDelivery = (delivery: Delivery): Delivery => ({
  ...delivery,
  status: 'failed',
  ...failed(tooManyWaiting(MOST_PENDING)),
  next_attempt_at: null,
});

const EVENTS: Partial<Record<Task['status'], TaskEndEvent>> = {
  completed: 'task.completed',
  failed: 'task.failed',
  cancelled: 'task.cancelled',
};

function hears(hook: Webhook, task: Task): boolean {
  const event = EVENTS[task.status];
  if (!event || hook.owner_id !== task.owner_id || task.deleted_at) return false;
  // A webhook reports only tasks that ended after it was created.
  if (!task.finished_at || task.finished_at < hook.created_at) return false;
  return hook.events.includes(event) && (hook.task_types.length === 0 || hook.task_types.includes(task.type));
}

/** The same end of a task always gets the same id, whichever process creates it. A retried task ends again at another time. */
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
  error_zh: null,
  next_attempt_at: at,
  created_at: at,
});

function newDelivery(id: string, webhook_id: string, task: Task, owner: User | undefined): Delivery {
  const event = EVENTS[task.status] as TaskEndEvent;
  const at = task.finished_at as string;
  // A link would have expired when the message is read later or sent again.
  const { thumbnail_url: _, ...view } = taskView(task, owner, { thumbnailUrl: () => '' });
  const data = { ...view, error: errorInFull(task.error) };
  return {
    ...blank(id, webhook_id, at),
    event,
    task_id: task.id,
    body: JSON.stringify({ type: event, timestamp: at, data }),
  };
}

function taskFor(
  { run_id, webhook_id }: Pick<PendingDelivery, 'run_id' | 'webhook_id'>,
  owner_id: string,
): Task {
  const task = newTask({
    id: run_id,
    type: DELIVERY_TYPE,
    type_version: DELIVERY_VERSION,
    name: 'Webhook delivery',
    summary: null,
    owner_id: systemOwnerFor('webhooks', owner_id, webhook_id),
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
