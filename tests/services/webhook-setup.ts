/** A receiver, and the services that tell it of the ends of tasks. */
import { type Delivery, newId, type TaskEndEvent } from '../../src/data/contracts/index.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

export const SECRET_KEY = 'a secret of the tests, and of nothing else';
export const ENV = { WEBHOOK_ALLOW_PRIVATE: 'true', SECRET_KEY };
export const ALL: TaskEndEvent[] = ['task.completed', 'task.failed', 'task.cancelled'];

/** A message of a webhook, as if it had been made by hand. */
export const aDelivery = (webhook_id: string, given: Partial<Delivery> = {}): Delivery => {
  const id = newId();
  const now = new Date().toISOString();
  return {
    ...{ id, webhook_id, event: 'task.completed', task_id: null, run_id: id, body: '{}', status: 'pending' },
    ...{ attempts: 0, response_code: null, duration_ms: null, error: null, error_zh: null, created_at: now },
    ...{ next_attempt_at: now, ...given },
  };
};

export class WebhookSetup {
  readonly receiver: WebhookReceiver;
  readonly engine: Engine;

  private constructor(receiver: WebhookReceiver, engine: Engine) {
    this.receiver = receiver;
    this.engine = engine;
  }

  static async open(): Promise<WebhookSetup> {
    return new WebhookSetup(await startReceiver(), await openEngine(undefined, ENV));
  }

  /** The receiver has received nothing, and takes whatever comes. */
  reset(): void {
    this.receiver.received.length = 0;
    this.receiver.answer = (response) => response.writeHead(204).end();
  }

  async close(): Promise<void> {
    await this.engine.stop();
    await this.receiver.close();
  }

  make(given: Partial<{ events: TaskEndEvent[]; task_types: string[] }> = {}, of = this.engine) {
    return of.services.webhooks.create(of.actor, { url: this.receiver.url, events: ALL, ...given });
  }

  create(type: string, params: object, of = this.engine) {
    return of.services.tasks.create(of.actor, { type, name: 'Told', params });
  }

  async deliveriesOf(id: string, of = this.engine) {
    return (await of.services.webhooks.deliveries(of.actor, id, { page_size: 100 })).items;
  }
}
