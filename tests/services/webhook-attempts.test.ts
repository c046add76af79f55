import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Delivery, Webhook } from '../../src/data/contracts/index.ts';
import { SteadyClock } from '../../src/runtime/clock.ts';
import { systemActor } from '../../src/services/actor.ts';
import { AuditLog } from '../../src/services/audit/audit-log.ts';
import { DeliveryCounts } from '../../src/services/webhooks/delivery-counts.ts';
import { DeliveryRun, type DeliveryRunParts } from '../../src/services/webhooks/delivery-run.ts';
import { RETRY_DELAYS_MS } from '../../src/services/webhooks/delivery-type.ts';
import { WebhookSecrets } from '../../src/services/webhooks/webhook-secrets.ts';
import { actorOf } from '../support/engine.ts';
import { ALL, aDelivery, SECRET_KEY, WebhookSetup } from './webhook-setup.ts';

let setup: WebhookSetup;
before(async () => {
  setup = await WebhookSetup.open();
});
beforeEach(() => setup.reset());
after(() => setup.close());

describe('one attempt', () => {
  let clock: SteadyClock;
  let webhook: Webhook;
  let delivery: Delivery;
  const secrets = new WebhookSecrets(SECRET_KEY);
  const store = () => setup.engine.data.database.webhooks;

  beforeEach(async () => {
    clock = new SteadyClock();
    const { id, secret } = await setup.make();
    webhook = (await store().get(id)) as Webhook;
    assert.equal(secrets.open(id, webhook.secret), secret);
    delivery = aDelivery(id);
  });
  afterEach(async () => {
    await store().delete(webhook.id);
  });

  const attempt = async (parts: Partial<DeliveryRunParts> = {}, asked = false) => {
    const { database } = setup.engine.data;
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
    setup.receiver.answer = (response) => response.writeHead(503).end();
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
    assert.equal(setup.receiver.received.length, 9);
  });

  test('410 switches the webhook off, and the audit log tells of it', async () => {
    setup.receiver.answer = (response) => response.writeHead(410).end();
    const { thrown, now } = await attempt();
    assert.deepEqual([thrown, now.status, now.response_code], [null, 'failed', 410]);
    const off = await setup.engine.services.webhooks.get(setup.engine.actor, webhook.id);
    assert.deepEqual(
      [off.is_active, off.disabled_reason, off.disabled_at],
      [false, 'receiver_gone', off.updated_at],
    );
    const [shown] = (
      await setup.engine.services.webhooks.deliveries(
        { ...setup.engine.actor, language: 'zh' },
        webhook.id,
        {},
      )
    ).items;
    assert.equal(shown?.error, '接收方返回了状态码 410。');
    const told = await setup.engine.data.database.audit.page({ target_id: webhook.id, limit: 1 });
    assert.deepEqual([told[0]?.action, told[0]?.actor?.kind], ['webhook.disabled', 'system']);
    const on = await setup.engine.services.webhooks.update(setup.engine.actor, webhook.id, {
      is_active: true,
    });
    assert.deepEqual([on.disabled_reason, on.disabled_at], [null, null]);
  });

  test('a redirect is not followed, an endless answer not read, a slow receiver not waited for', async () => {
    setup.receiver.answer = (response) => response.writeHead(307, { location: setup.receiver.url }).end();
    assert.deepEqual((await attempt()).thrown, 'The receiver answered 307.');
    assert.equal(setup.receiver.received.length, 1);
    setup.receiver.answer = (response) => {
      response.writeHead(200);
      const more = () => response.write(Buffer.alloc(16_384)) || true;
      for (let parts = 0; parts < 32; parts += 1) more();
    };
    assert.equal((await attempt({ limit_ms: 5_000 })).now.status, 'delivered');
    delivery = aDelivery(webhook.id);
    setup.receiver.answer = () => {};
    const slow = await attempt({ limit_ms: 100 });
    assert.equal(slow.thrown, 'The receiver did not answer in time.');
    assert.equal(slow.now.response_code, null);
  });

  test('an address inside is never reached, also where the name leads there only later', async () => {
    const inside = 'The address is not a public one.';
    assert.equal((await attempt({ allow_private: false })).thrown, inside);
    const rebound = {
      ...webhook,
      url: setup.receiver.url.replace('127.0.0.1', 'rebound.example'),
      revision: 2,
    };
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
    assert.deepEqual(setup.receiver.received, []);
  });

  test('both secrets sign for 24 hours', async () => {
    const old = secrets.open(webhook.id, webhook.secret);
    const { secret } = await setup.engine.services.webhooks.rotateSecret(setup.engine.actor, webhook.id);
    assert.equal((await attempt()).now.status, 'delivered');
    const [both] = setup.receiver.received;
    for (const key of [secret, old]) setup.receiver.verify(key, both as never); // there is one: it was delivered
    const later = new (class extends SteadyClock {
      override now(): number {
        return super.now() + 24 * 3_600_000 + 1_000;
      }
    })();
    delivery = aDelivery(webhook.id);
    await attempt({ clock: later });
    const [, alone] = setup.receiver.received;
    setup.receiver.verify(secret, alone as never); // there is one: the receiver takes all
    assert.throws(() => setup.receiver.verify(old, alone as never)); // the same one
  });

  test('hooks of a disabled or deleted owner stop, and one that is switched off', async () => {
    await store().save({ ...webhook, is_active: false, revision: 2 }, 1);
    const off = await attempt();
    assert.deepEqual([off.now.status, off.now.error], ['failed', 'The webhook is switched off.']);
    assert.equal(setup.receiver.received.length, 0);
    delivery = aDelivery(webhook.id);
    assert.equal((await attempt({}, true)).now.status, 'delivered');

    const { users } = setup.engine.services;
    const owner = await users.create(systemActor, { email: 'leaves@example.com', roles: ['user'] });
    const url = setup.receiver.url;
    const { id } = await setup.engine.services.webhooks.create(actorOf(owner), { url, events: ALL });
    await users.update(systemActor, owner.id, { is_active: false });
    delivery = aDelivery(id);
    assert.equal((await attempt()).now.error, 'The owner of this webhook is disabled.');
    await users.delete(systemActor, owner.id);
    assert.equal(await store().get(id), null);
    delivery = aDelivery(webhook.id);
    assert.equal((await attempt()).thrown, null);
    assert.equal(setup.receiver.received.length, 1);
  });

  test('an attempt that ends after the message was asked for again changes nothing of the new run', async () => {
    await store().addDeliveries([delivery]);
    const later = { ...delivery, run_id: 'a later run' };
    setup.receiver.answer = (response) => {
      void store()
        .putDelivery(later)
        .then(() => response.writeHead(500).end());
    };
    await attempt();
    const { run_id, status, attempts } = (await store().getDelivery(delivery.id)) as Delivery;
    assert.deepEqual([run_id, status, attempts], ['a later run', 'pending', 0]);
  });

  test('nothing is left behind of a webhook that was deleted while it was called', async () => {
    setup.receiver.answer = (response) => {
      void store()
        .delete(webhook.id)
        .then(() => response.writeHead(204).end());
    };
    assert.deepEqual(await attempt(), { thrown: null, now: null });
  });

  test('without the SECRET_KEY that sealed it the secret is not used, and the owner is told', async () => {
    const { thrown } = await attempt({ secrets: new WebhookSecrets('another') });
    assert.match(thrown ?? '', /the key of the server has changed/);
    assert.equal(setup.receiver.received.length, 0);
  });
});
