import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { newId } from '../../src/data/contracts/index.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { MOST_PENDING, PendingRoom } from '../../src/services/webhooks/pending-room.ts';
import { openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';
import { aDelivery, ENV, WebhookSetup } from './webhook-setup.ts';

let setup: WebhookSetup;
before(async () => {
  setup = await WebhookSetup.open();
});
beforeEach(() => setup.reset());
after(() => setup.close());

describe('what a webhook may have pending', () => {
  let hook: Awaited<ReturnType<typeof setup.make>>;
  const store = () => setup.engine.data.database.webhooks;
  before(() => setup.engine.startWorker());
  afterEach(() => setup.engine.services.webhooks.delete(setup.engine.actor, hook.id));

  test('the message is stored once: the task that sends it names it alone', async () => {
    hook = await setup.make();
    // No worker runs here: the task stays as it was made.
    const other = await openEngine(undefined, ENV);
    const made = await setup.make({}, other);
    const { id } = await other.services.webhooks.test(other.actor, made.id);
    assert.deepEqual(await other.data.database.tasks.getParams(id), { delivery_id: id });
    await other.stop();
  });

  test('beyond 1,000 pending messages an end is recorded as failed, and no task is made', async () => {
    hook = await setup.make();
    const next_attempt_at = new Date(Date.now() + 3_600_000).toISOString();
    const waiting = Array.from({ length: MOST_PENDING }, () => aDelivery(hook.id, { next_attempt_at }));
    await store().addDeliveries(waiting);
    const { task } = await setup.create('noop', { count: 1 });
    const failed = await waitFor(async () =>
      (await setup.deliveriesOf(hook.id)).find(({ task_id }) => task_id === task.id),
    );
    assert.equal(failed?.status, 'failed');
    assert.match(failed?.error ?? '', /already had 1000 messages waiting/);
    assert.equal(await setup.engine.data.database.tasks.get(failed?.id ?? ''), null);
    assert.equal(setup.receiver.received.length, 0);
    // It can be sent by hand.
    await setup.engine.services.webhooks.redeliver(setup.engine.actor, hook.id, failed?.id ?? '');
    await waitFor(() => setup.receiver.received.length === 1);
    assert.equal(setup.receiver.received[0]?.headers['webhook-id'], failed?.id);
  });

  test('what does not fit is told to the operator once, and 100 of it are recorded', async () => {
    hook = await setup.make();
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
    hook = await setup.make();
    const late = new Date(Date.now() - 60_000).toISOString();
    const lost = aDelivery(hook.id, { next_attempt_at: late });
    const fresh = aDelivery(hook.id);
    await store().addDeliveries([lost, fresh]);
    await setup.engine.timed_work.find(({ name }) => name === 'missed webhooks')?.run();
    await waitFor(async () => (await store().getDelivery(lost.id))?.status === 'delivered');
    assert.deepEqual(
      setup.receiver.received.map(({ headers }) => headers['webhook-id']),
      [lost.id],
    );
    // The other may just be under way.
    assert.equal(await setup.engine.data.database.tasks.get(fresh.id), null);
  });

  test('what a deleted webhook left behind is removed', async () => {
    hook = await setup.make();
    const gone = newId();
    const left = aDelivery(gone);
    const kept = aDelivery(hook.id);
    await store().addDeliveries([left, kept]);
    await setup.engine.timed_work.find(({ name }) => name === 'webhook deliveries')?.run();
    assert.equal(await store().getDelivery(left.id), null);
    assert.ok(await store().getDelivery(kept.id));
  });
});
