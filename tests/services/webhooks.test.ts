import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { type Delivery, newId, type TaskEndEvent, type Webhook } from '../../src/data/contracts/index.ts';
import { SteadyClock } from '../../src/runtime/clock.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { systemActor } from '../../src/services/actor.ts';
import { AuditLog } from '../../src/services/audit/audit-log.ts';
import { DeliveryCounts } from '../../src/services/webhooks/delivery-counts.ts';
import { DeliveryRun, type DeliveryRunParts } from '../../src/services/webhooks/delivery-run.ts';
import { RETRY_DELAYS_MS } from '../../src/services/webhooks/delivery-type.ts';
import { MOST_PENDING, PendingRoom } from '../../src/services/webhooks/pending-room.ts';
import { WebhookSecrets } from '../../src/services/webhooks/webhook-secrets.ts';
import { actorOf, type Engine, openEngine } from '../support/engine.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Received, startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const SECRET_KEY = 'a secret of the tests, and of nothing else';
const ENV = { WEBHOOK_ALLOW_PRIVATE: 'true', SECRET_KEY };
const ALL: TaskEndEvent[] = ['task.completed', 'task.failed', 'task.cancelled'];

let receiver: WebhookReceiver;
let engine: Engine;
before(async () => {
  receiver = await startReceiver();
  engine = await openEngine(undefined, ENV);
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = (response) => response.writeHead(204).end();
});
after(async () => {
  await engine.stop();
  await receiver.close();
});

const make = (given: Partial<{ events: TaskEndEvent[]; task_types: string[] }> = {}, of = engine) =>
  of.services.webhooks.create(of.actor, { url: receiver.url, events: ALL, ...given });
const create = (type: string, params: object, of = engine) =>
  of.services.tasks.create(of.actor, { type, name: 'Told', params });
const deliveriesOf = async (id: string, of = engine) =>
  (await of.services.webhooks.deliveries(of.actor, id, { page_size: 100 })).items;

describe('ends of tasks', () => {
  let hook: Awaited<ReturnType<typeof make>>;
  before(() => engine.startWorker());
  afterEach(() => engine.services.webhooks.delete(engine.actor, hook.id));

  test('each is told once, signed, without params; a retry’s end again', async () => {
    hook = await make();
    const { task } = await create('probe', { does: 'throw-final' });
    await waitFor(() => receiver.received.length === 1);
    const [failed] = receiver.received as [Received];
    receiver.verify(hook.secret, failed);
    const { type, timestamp, data } = failed.body;
    assert.deepEqual([type, data.id, data.status, data.name], ['task.failed', task.id, 'failed', 'Told']);
    assert.equal(timestamp, data.finished_at);
    assert.equal(data.owner.id, engine.actor.id);
    assert.ok(data.error.message && !('params' in data) && !('result' in data));
    assert.equal(failed.headers['content-type'], 'application/json');
    const told = await waitFor(async () =>
      (await deliveriesOf(hook.id)).find(({ status }) => status === 'delivered'),
    );
    assert.equal(failed.headers['webhook-id'], told?.id);
    assert.deepEqual(
      [told?.attempts, told?.response_code, told?.error, told?.task_id],
      [1, 204, null, task.id],
    );

    await engine.services.tasks.retry(engine.actor, task.id);
    await waitFor(() => receiver.received.length === 2);
    assert.notEqual(receiver.received[1]?.headers['webhook-id'], told?.id);
  });

  test('only of the events and types it asks for, and only of its owner', async () => {
    hook = await make({ events: ['task.completed'], task_types: ['noop'] });
    const other = await engine.services.users.create(systemActor, {
      email: 'other@example.com',
      roles: ['user'],
    });
    await engine.services.tasks.create(actorOf(other), { type: 'noop', params: { count: 1 } });
    await create('wait', { seconds: 0.01 });
    const { task } = await create('noop', { count: 1 });
    await waitFor(() => receiver.received.length > 0);
    assert.deepEqual(
      receiver.received.map(({ body }) => [body.type, body.data.id]),
      [['task.completed', task.id]],
    );
  });

  test('deliveries stand in no list and no count, and nothing of their tasks stays', async () => {
    hook = await make();
    const before = engine.services.measures?.find(({ name }) => name === 'tasks_created_total')?.read();
    const { id } = await engine.services.webhooks.test(engine.actor, hook.id);
    await waitFor(async () => (await deliveriesOf(hook.id))[0]?.status === 'delivered');
    const [message] = receiver.received;
    assert.deepEqual(
      [message?.body.type, message?.body.data, message?.headers['webhook-id']],
      ['webhook.test', { webhook_id: hook.id }, id],
    );
    await waitFor(async () => (await engine.data.database.tasks.get(id)) === null);
    const admin = actorOf(
      await engine.services.users.create(systemActor, { email: 'a@example.com', roles: ['admin'] }),
    );
    const types = (await engine.services.tasks.list(admin, { page_size: 100 })).items.map(({ type }) => type);
    assert.ok(types.length > 0 && !types.includes('system:webhook'));
    assert.deepEqual(
      engine.services.measures?.find(({ name }) => name === 'tasks_created_total')?.read(),
      before,
    );
    const json = { type: 'system:webhook', params: {} };
    await assert.rejects(engine.services.tasks.create(engine.actor, json), { type: 'validation_failed' });
    assert.ok(!(await engine.services.tasks.types(admin)).some(({ type }) => type === 'system:webhook'));
  });

  test('a message is sent again under its id; of two runs of it the later one counts', async () => {
    hook = await make();
    receiver.answer = (response) => response.writeHead(500).end();
    const { id } = await engine.services.webhooks.test(engine.actor, hook.id);
    const waits = await waitFor(async () =>
      (await deliveriesOf(hook.id)).find(({ attempts }) => attempts === 1),
    );
    assert.deepEqual([waits?.status, waits?.response_code], ['pending', 500]);
    assert.ok(Math.abs(Date.parse(waits?.next_attempt_at ?? '') - Date.now() - 5_000) < 4_000);
    receiver.answer = (response) => response.writeHead(200).end();
    const again = await engine.services.webhooks.redeliver(engine.actor, hook.id, id);
    assert.deepEqual([again.id, again.status, again.attempts], [id, 'pending', 0]);
    await waitFor(async () => (await deliveriesOf(hook.id))[0]?.status === 'delivered');
    assert.deepEqual(
      receiver.received.map(({ headers }) => headers['webhook-id']),
      [id, id],
    );
    assert.equal((await deliveriesOf(hook.id)).length, 1);
  });
});

test('an end that a crash kept from its webhook is told by the next start', async () => {
  const folder = await tempFolder();
  const first = await openEngine(folder, ENV);
  const hook = await make({}, first);
  // As a process that dies between the two: nothing of it hears of the end.
  const worker = await first.startWorker();
  const { task } = await create('noop', { count: 1 }, first);
  await waitFor(async () => (await first.data.database.tasks.get(task.id))?.status === 'completed');
  const ended = await first.data.database.tasks.get(task.id);
  await waitFor(() => receiver.received.length === 1);
  await worker.stop(0);
  const store = first.data.database.webhooks;
  const [made] = await deliveriesOf(hook.id, first);
  await store.delete(hook.id);
  const stored: Webhook = {
    ...{
      id: hook.id,
      owner_id: first.actor.id,
      url: receiver.url,
      events: ALL,
      task_types: [],
      is_active: true,
    },
    secret: new WebhookSecrets(SECRET_KEY).seal(hook.id, hook.secret),
    ...{ previous_secret: null, previous_until: null, revision: 1 },
    ...{ heard_until: hook.created_at, created_at: hook.created_at, updated_at: hook.created_at },
  };
  await store.create(stored, 9);
  await first.stop();

  const second = await openEngine(folder, ENV);
  await second.startWorker();
  const missed = second.timed_work.find(({ name }) => name === 'missed webhooks');
  await missed?.run();
  await waitFor(() => receiver.received.length === 2);
  // The same end is the same message.
  assert.equal(receiver.received[1]?.headers['webhook-id'], made?.id);
  assert.equal(receiver.received[1]?.body.timestamp, ended?.finished_at);
  await missed?.run();
  assert.equal((await deliveriesOf(hook.id, second)).length, 1);
  const heard = (await second.data.database.webhooks.get(hook.id))?.heard_until ?? '';
  assert.ok(heard > (ended?.finished_at ?? ''));
  await second.stop();
});

/** A message of a webhook, as if it had been made by hand. */
const aDelivery = (webhook_id: string, given: Partial<Delivery> = {}): Delivery => {
  const id = newId();
  const now = new Date().toISOString();
  return {
    ...{ id, webhook_id, event: 'task.completed', task_id: null, run_id: id, body: '{}', status: 'pending' },
    ...{ attempts: 0, response_code: null, duration_ms: null, error: null, created_at: now },
    ...{ next_attempt_at: now, ...given },
  };
};

describe('what a webhook may have pending', () => {
  let hook: Awaited<ReturnType<typeof make>>;
  const store = () => engine.data.database.webhooks;
  afterEach(() => engine.services.webhooks.delete(engine.actor, hook.id));

  test('the message is stored once: the task that sends it names it alone', async () => {
    hook = await make();
    // No worker runs here: the task stays as it was made.
    const other = await openEngine(undefined, ENV);
    const made = await make({}, other);
    const { id } = await other.services.webhooks.test(other.actor, made.id);
    assert.deepEqual(await other.data.database.tasks.getParams(id), { delivery_id: id });
    await other.stop();
  });

  test('beyond 1,000 pending messages an end is recorded as failed, and no task is made', async () => {
    hook = await make();
    const next_attempt_at = new Date(Date.now() + 3_600_000).toISOString();
    const waiting = Array.from({ length: MOST_PENDING }, () => aDelivery(hook.id, { next_attempt_at }));
    await store().addDeliveries(waiting);
    const { task } = await create('noop', { count: 1 });
    const failed = await waitFor(async () =>
      (await deliveriesOf(hook.id)).find(({ task_id }) => task_id === task.id),
    );
    assert.equal(failed?.status, 'failed');
    assert.match(failed?.error ?? '', /already had 1000 messages waiting/);
    assert.equal(await engine.data.database.tasks.get(failed?.id ?? ''), null);
    assert.equal(receiver.received.length, 0);
    // It can be sent by hand.
    await engine.services.webhooks.redeliver(engine.actor, hook.id, failed?.id ?? '');
    await waitFor(() => receiver.received.length === 1);
    assert.equal(receiver.received[0]?.headers['webhook-id'], failed?.id);
  });

  test('what does not fit is told to the operator once, and 100 of it are recorded', async () => {
    hook = await make();
    const next_attempt_at = new Date(Date.now() + 3_600_000).toISOString();
    const waiting = Array.from({ length: MOST_PENDING - 2 }, () => aDelivery(hook.id, { next_attempt_at }));
    await store().addDeliveries(waiting);
    const told: object[] = [];
    const room = new PendingRoom(store(), { ...silentLog, warn: (fields) => told.push(fields) });
    assert.deepEqual(await room.take(hook.id, 1), { room: 1, recorded: 0 });
    assert.deepEqual(await room.take(hook.id, 4), { room: 2, recorded: 2 });
    assert.deepEqual(await room.take(hook.id, 200), { room: 0, recorded: 98 });
    assert.deepEqual(await room.take(hook.id, 5), { room: 0, recorded: 0 });
    assert.deepEqual(told, [{ webhook_id: hook.id, pending: MOST_PENDING }]);
    // Others have room.
    assert.deepEqual(await room.take(newId(), 3), { room: 3, recorded: 0 });
  });

  test('a message whose process died before its task was made is sent after all', async () => {
    hook = await make();
    const late = new Date(Date.now() - 60_000).toISOString();
    const lost = aDelivery(hook.id, { next_attempt_at: late });
    const fresh = aDelivery(hook.id);
    await store().addDeliveries([lost, fresh]);
    await engine.timed_work.find(({ name }) => name === 'missed webhooks')?.run();
    await waitFor(async () => (await store().getDelivery(lost.id))?.status === 'delivered');
    assert.deepEqual(
      receiver.received.map(({ headers }) => headers['webhook-id']),
      [lost.id],
    );
    // The other may just be under way.
    assert.equal(await engine.data.database.tasks.get(fresh.id), null);
  });

  test('what a deleted webhook left behind is removed', async () => {
    hook = await make();
    const gone = newId();
    const left = aDelivery(gone);
    const kept = aDelivery(hook.id);
    await store().addDeliveries([left, kept]);
    await engine.timed_work.find(({ name }) => name === 'webhook deliveries')?.run();
    assert.equal(await store().getDelivery(left.id), null);
    assert.ok(await store().getDelivery(kept.id));
  });
});

describe('one attempt', () => {
  let clock: SteadyClock;
  let webhook: Webhook;
  let delivery: Delivery;
  const secrets = new WebhookSecrets(SECRET_KEY);
  const store = () => engine.data.database.webhooks;

  beforeEach(async () => {
    clock = new SteadyClock();
    const { id, secret } = await make();
    webhook = (await store().get(id)) as Webhook;
    assert.equal(secrets.open(id, webhook.secret), secret);
    delivery = aDelivery(id);
  });
  afterEach(async () => {
    await store().delete(webhook.id);
  });

  const attempt = async (parts: Partial<DeliveryRunParts> = {}, asked = false) => {
    const { database } = engine.data;
    const audit = new AuditLog(database);
    const counts = new DeliveryCounts();
    const own = { database, secrets, audit, counts, clock, allow_private: true };
    const run = new DeliveryRun({ ...own, ...parts });
    await store().addDeliveries([asked ? { ...delivery, event: 'webhook.test' } : delivery]);
    const context = { signal: new AbortController().signal, task_id: delivery.id };
    const thrown = await run.run({ delivery_id: delivery.id }, context).then(
      () => null,
      (error: Error) => error.message,
    );
    return { thrown, now: (await store().getDelivery(delivery.id)) as Delivery };
  };

  test('failures are tried again after 5 s … 12 h, and after the last the message has failed', async () => {
    receiver.answer = (response) => response.writeHead(503).end();
    for (const [at, delay_ms] of RETRY_DELAYS_MS.entries()) {
      const { thrown, now } = await attempt();
      assert.equal(thrown, 'The receiver answered 503.');
      assert.deepEqual([now.status, now.attempts, now.response_code], ['pending', at + 1, 503]);
      const wait = Date.parse(now.next_attempt_at ?? '') - clock.now();
      assert.ok(wait <= delay_ms && wait > delay_ms - 4_000, `${wait} ms in place of ${delay_ms}`);
    }
    const { thrown, now } = await attempt();
    assert.deepEqual([thrown, now.status, now.attempts, now.next_attempt_at], [null, 'failed', 9, null]);
    assert.equal(RETRY_DELAYS_MS.at(-1), 12 * 3_600_000);
    await attempt();
    assert.equal(receiver.received.length, 9);
  });

  test('410 switches the webhook off, and the audit log tells of it', async () => {
    receiver.answer = (response) => response.writeHead(410).end();
    const { thrown, now } = await attempt();
    assert.deepEqual([thrown, now.status, now.response_code], [null, 'failed', 410]);
    assert.equal((await store().get(webhook.id))?.is_active, false);
    const told = await engine.data.database.audit.page({ target_id: webhook.id, limit: 1 });
    assert.deepEqual([told[0]?.action, told[0]?.actor?.kind], ['webhook.disabled', 'system']);
  });

  test('a redirect is not followed, an endless answer not read, a slow receiver not waited for', async () => {
    receiver.answer = (response) => response.writeHead(307, { location: receiver.url }).end();
    assert.deepEqual((await attempt()).thrown, 'The receiver answered 307.');
    assert.equal(receiver.received.length, 1);
    receiver.answer = (response) => {
      response.writeHead(200);
      const more = () => response.write(Buffer.alloc(16_384)) || true;
      for (let parts = 0; parts < 32; parts += 1) more();
    };
    assert.equal((await attempt({ limit_ms: 5_000 })).now.status, 'delivered');
    delivery = aDelivery(webhook.id);
    receiver.answer = () => {};
    const slow = await attempt({ limit_ms: 100 });
    assert.equal(slow.thrown, 'The receiver did not answer in time.');
    assert.equal(slow.now.response_code, null);
  });

  test('an address inside is never reached, also where the name leads there only later', async () => {
    const inside = 'The address is not a public one.';
    assert.equal((await attempt({ allow_private: false })).thrown, inside);
    const rebound = { ...webhook, url: receiver.url.replace('127.0.0.1', 'rebound.example'), revision: 2 };
    assert.ok(await store().save(rebound, 1));
    let looks = 0;
    const lookup = async () => {
      looks += 1;
      return [{ address: looks === 1 ? '8.8.8.8' : '127.0.0.1', family: 4 }];
    };
    const { thrown } = await attempt({ allow_private: false, lookup, limit_ms: 150 });
    assert.ok(thrown !== null && thrown !== inside);
    assert.equal(looks, 1);
    assert.equal((await attempt({ allow_private: false, lookup })).thrown, inside);
    assert.deepEqual(receiver.received, []);
  });

  test('both secrets sign for 24 hours', async () => {
    const old = secrets.open(webhook.id, webhook.secret);
    const { secret } = await engine.services.webhooks.rotateSecret(engine.actor, webhook.id);
    assert.equal((await attempt()).now.status, 'delivered');
    const [both] = receiver.received;
    for (const key of [secret, old]) receiver.verify(key, both as never); // there is one: it was delivered
    const later = new (class extends SteadyClock {
      override now(): number {
        return super.now() + 24 * 3_600_000 + 1_000;
      }
    })();
    delivery = aDelivery(webhook.id);
    await attempt({ clock: later });
    const [, alone] = receiver.received;
    receiver.verify(secret, alone as never); // there is one: the receiver takes all
    assert.throws(() => receiver.verify(old, alone as never)); // the same one
  });

  test('hooks of a disabled or deleted owner stop, and one that is switched off', async () => {
    await store().save({ ...webhook, is_active: false, revision: 2 }, 1);
    const off = await attempt();
    assert.deepEqual([off.now.status, off.now.error], ['failed', 'The webhook is switched off.']);
    assert.equal(receiver.received.length, 0);
    delivery = aDelivery(webhook.id);
    assert.equal((await attempt({}, true)).now.status, 'delivered');

    const { users } = engine.services;
    const owner = await users.create(systemActor, { email: 'leaves@example.com', roles: ['user'] });
    const url = receiver.url;
    const { id } = await engine.services.webhooks.create(actorOf(owner), { url, events: ALL });
    await users.update(systemActor, owner.id, { is_active: false });
    delivery = aDelivery(id);
    assert.equal((await attempt()).now.error, 'The owner of this webhook is disabled.');
    await users.delete(systemActor, owner.id);
    assert.equal(await store().get(id), null);
    delivery = aDelivery(webhook.id);
    assert.equal((await attempt()).thrown, null);
    assert.equal(receiver.received.length, 1);
  });

  test('an attempt that ends after the message was asked for again changes nothing of the new run', async () => {
    await store().addDeliveries([delivery]);
    const later = { ...delivery, run_id: 'a later run' };
    receiver.answer = (response) => {
      void store()
        .putDelivery(later)
        .then(() => response.writeHead(500).end());
    };
    await attempt();
    const { run_id, status, attempts } = (await store().getDelivery(delivery.id)) as Delivery;
    assert.deepEqual([run_id, status, attempts], ['a later run', 'pending', 0]);
  });

  test('nothing is left behind of a webhook that was deleted while it was called', async () => {
    receiver.answer = (response) => {
      void store()
        .delete(webhook.id)
        .then(() => response.writeHead(204).end());
    };
    assert.deepEqual(await attempt(), { thrown: null, now: null });
  });

  test('without the SECRET_KEY that sealed it the secret is not used, and the owner is told', async () => {
    const { thrown } = await attempt({ secrets: new WebhookSecrets('another') });
    assert.match(thrown ?? '', /SECRET_KEY has changed/);
    assert.equal(receiver.received.length, 0);
  });
});
