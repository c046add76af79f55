import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Delivery, Webhook } from '../../src/data/contracts/index.ts';
import { at, nextId, type OpenedDatabase, plain, T0 } from './samples.ts';

export const aWebhook = (given: Partial<Webhook> = {}): Webhook => ({
  id: nextId(),
  owner_id: nextId(),
  url: 'https://example.com/hook?“q”=1',
  events: ['task.completed', 'task.failed'],
  task_types: ['image'],
  is_active: true,
  disabled_reason: null,
  disabled_at: null,
  secret: 'sealed',
  previous_secret: null,
  previous_until: null,
  heard_until: T0,
  revision: 1,
  created_at: T0,
  updated_at: T0,
  ...given,
});

export const aDelivery = (given: Partial<Delivery> = {}): Delivery => {
  const id = nextId();
  return {
    id,
    webhook_id: nextId(),
    event: 'task.completed',
    task_id: nextId(),
    run_id: id,
    body: '{"type":"task.completed","data":{"name":"\\u0000 “x”"}}',
    status: 'pending',
    attempts: 0,
    response_code: null,
    duration_ms: null,
    error: null,
    error_zh: null,
    next_attempt_at: T0,
    created_at: T0,
    ...given,
  };
};

export function webhooksContract(opened: () => OpenedDatabase): void {
  const hooks = () => opened().database.webhooks;
  const ids = (list: { id: string }[]) => list.map(({ id }) => id);

  it('knows the newest delivery of each of several webhooks', async () => {
    const [first, second, none] = [nextId(), nextId(), nextId()];
    const made = [first, second, first, first, second].map((webhook_id) => aDelivery({ webhook_id }));
    await hooks().addDeliveries(made);
    const found = await hooks().lastDeliveries([none, second, first]);
    assert.deepEqual(
      found.map(({ id, webhook_id }) => [webhook_id, id]).sort(),
      [
        [first, made[3]?.id],
        [second, made[4]?.id],
      ].sort(),
    );
    assert.deepEqual(await hooks().lastDeliveries([]), []);
  });

  it('keeps webhooks, and lists them newest first, of all or of an owner', async () => {
    const owner_id = nextId();
    const [first, second] = [aWebhook({ owner_id }), aWebhook({ owner_id, task_types: [] })];
    const other = aWebhook({
      is_active: false,
      disabled_reason: 'receiver_gone',
      disabled_at: at(3),
      previous_secret: 'old',
      previous_until: at(9),
    });
    for (const one of [first, second, other]) assert.equal(await hooks().create(one, 2), 'ok');
    assert.equal(await hooks().create(aWebhook({ owner_id }), 2), 'too_many');
    assert.deepEqual(plain(await hooks().get(first.id)), first);
    assert.deepEqual(plain(await hooks().get(other.id)), other);
    assert.equal(await hooks().get(nextId()), null);
    assert.deepEqual(ids(await hooks().page({ owner_id, limit: 5 })), [second.id, first.id]);
    assert.deepEqual(ids(await hooks().page({ owner_id, limit: 5, offset: 1 })), [first.id]);
    assert.deepEqual(ids(await hooks().page({ limit: 1 })), [other.id]);
    assert.deepEqual(ids(await hooks().page({ limit: 5, before_id: second.id })), [first.id]);
    assert.deepEqual([await hooks().count({ owner_id }, 9), await hooks().count({}, 2)], [2, 2]);
  });

  it('takes no more than allowed of those that come at the same moment', async () => {
    const owner_id = nextId();
    const made = await Promise.all(
      Array.from({ length: 7 }, () => hooks().create(aWebhook({ owner_id }), 3)),
    );
    assert.equal(made.filter((one) => one === 'ok').length, 3);
  });

  it('finds those that are switched on', async () => {
    const [one, two, off] = [aWebhook(), aWebhook(), aWebhook({ is_active: false })];
    for (const hook of [one, two, off]) await hooks().create(hook, 9);
    const found = await hooks().activeOf([one.owner_id, off.owner_id, nextId()]);
    assert.deepEqual(ids(found), [one.id]);
    assert.deepEqual(await hooks().activeOf([]), []);
    assert.deepEqual(ids(await hooks().active(1, one.id)), [two.id]);
    assert.ok(!ids(await hooks().active(1_000)).includes(off.id));
  });

  it('saves by compare-and-set; the time it was heard until only rises', async () => {
    const hook = aWebhook();
    await hooks().create(hook, 9);
    await hooks().heard([hook.id, nextId()], at(20));
    await hooks().heard([hook.id], at(10));
    assert.equal((await hooks().get(hook.id))?.heard_until, at(20));
    const next = { ...hook, url: 'https://example.com/2', is_active: false, revision: 2 };
    assert.deepEqual([await hooks().save(next, 1), await hooks().save(next, 1)], [true, false]);
    assert.deepEqual(plain(await hooks().get(hook.id)), { ...next, heard_until: at(20) });
    await hooks().save({ ...next, heard_until: at(30), revision: 3 }, 2);
    assert.equal((await hooks().get(hook.id))?.heard_until, at(30));
    assert.equal(await hooks().save(aWebhook(), 1), false);
  });

  it('keeps deliveries, each once, newest first', async () => {
    const webhook_id = nextId();
    const [one, two] = [
      aDelivery({ webhook_id }),
      aDelivery({ webhook_id, event: 'webhook.test', task_id: null }),
    ];
    await hooks().addDeliveries([one, two]);
    await hooks().addDeliveries([{ ...one, attempts: 5 }]);
    await hooks().addDeliveries([]);
    assert.deepEqual(plain(await hooks().getDelivery(one.id)), one);
    assert.equal(await hooks().getDelivery(nextId()), null);
    assert.deepEqual(ids(await hooks().deliveries(webhook_id, 9)), [two.id, one.id]);
    assert.deepEqual(await hooks().knownDeliveries([one.id, nextId()]), [one.id]);
    assert.deepEqual(await hooks().knownDeliveries([]), []);
    const done: Delivery = {
      ...one,
      status: 'failed',
      attempts: 1,
      response_code: 500,
      duration_ms: 12,
      error: 'no',
      next_attempt_at: null,
    };
    const fresh = aDelivery({ webhook_id });
    for (const put of [done, fresh]) await hooks().putDelivery(put);
    assert.deepEqual(plain(await hooks().getDelivery(one.id)), done);
    assert.deepEqual(ids(await hooks().deliveries(webhook_id, 2)), [fresh.id, two.id]);
  });

  it('trims what is old and done, beyond the newest', async () => {
    const webhook_id = nextId();
    const list = Array.from({ length: 6 }, (_, index) =>
      aDelivery({
        webhook_id,
        status: index === 1 ? 'pending' : 'delivered',
        created_at: at(index < 4 ? 0 : 100),
      }),
    );
    await hooks().addDeliveries(list);
    assert.equal(await hooks().trimDeliveries(webhook_id, 9, at(50), 9), 0);
    assert.equal(await hooks().trimDeliveries(webhook_id, 1, at(50), 2), 2);
    assert.equal(await hooks().trimDeliveries(webhook_id, 1, at(50), 9), 1);
    const left = [5, 4, 1].map((index) => list[index]?.id);
    assert.deepEqual(ids(await hooks().deliveries(webhook_id, 9)), left);
  });

  it('deletes one, or all of an account, with their deliveries', async () => {
    const owner_id = nextId();
    const [one, two] = [aWebhook({ owner_id }), aWebhook({ owner_id })];
    for (const hook of [one, two]) await hooks().create(hook, 9);
    // More than go in one slice.
    const many = Array.from({ length: 501 }, () => aDelivery({ webhook_id: one.id }));
    const sent = [...many, aDelivery({ webhook_id: two.id })];
    await hooks().addDeliveries(sent);
    assert.deepEqual([await hooks().delete(one.id), await hooks().delete(one.id)], [true, false]);
    assert.deepEqual(await hooks().deleteOf(owner_id), [two.id]);
    assert.deepEqual(await hooks().deleteOf(owner_id), []);
    assert.deepEqual(await hooks().knownDeliveries(ids(sent)), []);
  });

  it('counts the pending ones of a webhook, and stops at the cap', async () => {
    const webhook_id = nextId();
    await hooks().addDeliveries([
      aDelivery({ webhook_id }),
      aDelivery({ webhook_id, status: 'delivered' }),
      aDelivery({ webhook_id }),
      aDelivery({ webhook_id }),
      aDelivery(),
    ]);
    assert.deepEqual(
      [await hooks().countPending(webhook_id, 9), await hooks().countPending(webhook_id, 2)],
      [3, 2],
    );
    assert.equal(await hooks().countPending(nextId(), 9), 0);
  });

  it('finds the messages that are overdue, a part at a time', async () => {
    const [first, second] = [nextId(), nextId()];
    const due = at(-100);
    const list = [
      aDelivery({ webhook_id: second, next_attempt_at: at(-90) }),
      aDelivery({ webhook_id: first, next_attempt_at: due }),
      aDelivery({ webhook_id: first, next_attempt_at: at(-50) }),
      aDelivery({ webhook_id: second, next_attempt_at: due, status: 'failed' }),
      aDelivery({ webhook_id: second, next_attempt_at: due }),
    ];
    await hooks().addDeliveries(list);
    const [a, b, , , c] = list.map(({ id, webhook_id, run_id, next_attempt_at }) => ({
      ...{ id, webhook_id, run_id, next_attempt_at },
    }));
    assert.deepEqual(plain(await hooks().overdue(at(-60), 2)), [b, c]);
    assert.deepEqual(plain(await hooks().overdue(at(-60), 2, b)), [c, a]);
    assert.deepEqual(plain(await hooks().overdue(at(-60), 2, a)), []);
    assert.deepEqual(await hooks().overdue(due, 9), []);
  });

  it('names the webhooks that have deliveries, one after the other', async () => {
    const [first, second] = [nextId(), nextId()];
    const list = [second, first, second].map((webhook_id) => aDelivery({ webhook_id }));
    await hooks().addDeliveries(list);
    const before = Array.from(first).with(-1, '\u0020').join('');
    assert.equal(await hooks().nextDelivered(before), first);
    assert.equal(await hooks().nextDelivered(first), second);
    await hooks().deleteDeliveries(second);
    assert.equal(await hooks().nextDelivered(first), null);
  });
}
