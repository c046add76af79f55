import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Webhook } from '../../src/data/contracts/index.ts';
import type { Fault } from '../../src/errors.ts';
import { systemActor } from '../../src/services/actor.ts';
import { WebhookSecrets } from '../../src/services/webhooks/webhook-secrets.ts';
import { actorOf, openEngine } from '../support/engine.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import type { Received } from '../support/webhook-receiver.ts';
import { ALL, ENV, SECRET_KEY, WebhookSetup } from './webhook-setup.ts';

let setup: WebhookSetup;
before(async () => {
  setup = await WebhookSetup.open();
});
beforeEach(() => setup.reset());
after(() => setup.close());

describe('ends of tasks', () => {
  let hook: Awaited<ReturnType<typeof setup.make>>;
  before(() => setup.engine.startWorker());
  afterEach(() => setup.engine.services.webhooks.delete(setup.engine.actor, hook.id));

  test('each is told once, signed, without params; a retry’s end again', async () => {
    hook = await setup.make();
    const { task } = await setup.create('probe', { does: 'throw-final' });
    await waitFor(() => setup.receiver.received.length === 1);
    const [failed] = setup.receiver.received as [Received];
    setup.receiver.verify(hook.secret, failed);
    const { type, timestamp, data } = failed.body;
    assert.deepEqual([type, data.id, data.status, data.name], ['task.failed', task.id, 'failed', 'Told']);
    assert.equal(timestamp, data.finished_at);
    assert.equal(data.owner.id, setup.engine.actor.id);
    assert.ok(data.error.message && !('params' in data) && !('result' in data));
    assert.equal(failed.headers['content-type'], 'application/json');
    const told = await waitFor(async () =>
      (await setup.deliveriesOf(hook.id)).find(({ status }) => status === 'delivered'),
    );
    assert.equal(failed.headers['webhook-id'], told?.id);
    assert.deepEqual(
      [told?.attempts, told?.response_code, told?.error, told?.task_id],
      [1, 204, null, task.id],
    );

    await setup.engine.services.tasks.retry(setup.engine.actor, task.id);
    await waitFor(() => setup.receiver.received.length === 2);
    assert.notEqual(setup.receiver.received[1]?.headers['webhook-id'], told?.id);
  });

  test('only of the events and types it asks for, and only of its owner', async () => {
    hook = await setup.make({ events: ['task.completed'], task_types: ['noop'] });
    const other = await setup.engine.services.users.create(systemActor, {
      email: 'other@example.com',
      roles: ['user'],
    });
    await setup.engine.services.tasks.create(actorOf(other), { type: 'noop', params: { count: 1 } });
    await setup.create('wait', { seconds: 0.01 });
    const { task } = await setup.create('noop', { count: 1 });
    await waitFor(() => setup.receiver.received.length > 0);
    assert.deepEqual(
      setup.receiver.received.map(({ body }) => [body.type, body.data.id]),
      [['task.completed', task.id]],
    );
  });

  test('deliveries stand in no list and no count, and nothing of their tasks stays', async () => {
    hook = await setup.make();
    const before = setup.engine.services.measures?.find(({ name }) => name === 'tasks_created_total')?.read();
    const { id } = await setup.engine.services.webhooks.test(setup.engine.actor, hook.id);
    await waitFor(async () => (await setup.deliveriesOf(hook.id))[0]?.status === 'delivered');
    const [message] = setup.receiver.received;
    assert.deepEqual(
      [message?.body.type, message?.body.data, message?.headers['webhook-id']],
      ['webhook.test', { webhook_id: hook.id }, id],
    );
    await waitFor(async () => (await setup.engine.data.database.tasks.get(id)) === null);
    const admin = actorOf(
      await setup.engine.services.users.create(systemActor, { email: 'a@example.com', roles: ['admin'] }),
    );
    const types = (await setup.engine.services.tasks.list(admin, { page_size: 100 })).items.map(
      ({ type }) => type,
    );
    assert.ok(types.length > 0 && !types.includes('system:webhook'));
    assert.deepEqual(
      setup.engine.services.measures?.find(({ name }) => name === 'tasks_created_total')?.read(),
      before,
    );
    const json = { type: 'system:webhook', params: {} };
    await assert.rejects(setup.engine.services.tasks.create(setup.engine.actor, json), {
      type: 'validation_failed',
    });
    assert.ok(
      !(await setup.engine.services.tasks.types(admin)).some(({ type }) => type === 'system:webhook'),
    );
  });

  test('a receiver that does not answer holds up no other webhook of its account', async () => {
    const { engine, receiver } = setup;
    const { webhooks } = engine.services;
    const hanging = await webhooks.create(engine.actor, { url: `${receiver.url}/never`, events: ALL });
    hook = await setup.make();
    const held: ServerResponse[] = [];
    receiver.answer = (response, { path }) => {
      if (path.endsWith('/never')) held.push(response);
      else response.writeHead(204).end();
    };
    await Promise.all(Array.from({ length: 12 }, () => setup.create('noop', { count: 1 })));
    const statesOf = async ({ id }: { id: string }) =>
      (await setup.deliveriesOf(id)).map(({ status, attempts }) => `${status} ${attempts}`);
    await waitFor(async () => (await statesOf(hook)).filter((one) => one === 'delivered 1').length === 12);
    assert.deepEqual(new Set(await statesOf(hanging)), new Set(['pending 0']));
    await webhooks.delete(engine.actor, hanging.id);
    for (const response of held) response.destroy();
  });

  test('a message is sent again under its id; of two runs of it the later one counts', async () => {
    hook = await setup.make();
    setup.receiver.answer = (response) => response.writeHead(500).end();
    const asked = Date.now();
    const { id } = await setup.engine.services.webhooks.test(setup.engine.actor, hook.id);
    const waits = await waitFor(async () =>
      (await setup.deliveriesOf(hook.id)).find(({ attempts }) => attempts === 1),
    );
    assert.deepEqual([waits?.status, waits?.response_code], ['pending', 500]);
    const next = Date.parse(waits?.next_attempt_at ?? '');
    assert.ok(next >= asked + 4_000 && next <= Date.now() + 6_000, `${waits?.next_attempt_at}`);
    setup.receiver.answer = (response) => response.writeHead(200).end();
    const again = await setup.engine.services.webhooks.redeliver(setup.engine.actor, hook.id, id);
    assert.deepEqual([again.id, again.status, again.attempts], [id, 'pending', 0]);
    await waitFor(async () => (await setup.deliveriesOf(hook.id))[0]?.status === 'delivered');
    assert.deepEqual(
      setup.receiver.received.map(({ headers }) => headers['webhook-id']),
      [id, id],
    );
    assert.equal((await setup.deliveriesOf(hook.id)).length, 1);
  });
});

test('an end that a crash kept from its webhook is told by the next start', async () => {
  const folder = await tempFolder();
  const first = await openEngine(folder, ENV);
  const hook = await setup.make({}, first);
  // As a process that dies between the two: nothing of it hears of the end.
  const worker = await first.startWorker();
  const { task } = await setup.create('noop', { count: 1 }, first);
  await waitFor(async () => (await first.data.database.tasks.get(task.id))?.status === 'completed');
  const ended = await first.data.database.tasks.get(task.id);
  await waitFor(() => setup.receiver.received.length === 1);
  await worker.stop(0);
  const store = first.data.database.webhooks;
  const [made] = await setup.deliveriesOf(hook.id, first);
  await store.delete(hook.id);
  const stored: Webhook = {
    ...{
      id: hook.id,
      owner_id: first.actor.id,
      url: setup.receiver.url,
      events: ALL,
      task_types: [],
      is_active: true,
      disabled_reason: null,
      disabled_at: null,
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
  await waitFor(() => setup.receiver.received.length === 2);
  // The same end is the same message.
  assert.equal(setup.receiver.received[1]?.headers['webhook-id'], made?.id);
  assert.equal(setup.receiver.received[1]?.body.timestamp, ended?.finished_at);
  await missed?.run();
  assert.equal((await setup.deliveriesOf(hook.id, second)).length, 1);
  const heard = (await second.data.database.webhooks.get(hook.id))?.heard_until ?? '';
  assert.ok(heard > (ended?.finished_at ?? ''));
  await second.stop();
});

test('a webhook keeps a type that is not installed any more, and takes no other unknown one', async () => {
  const { actor, services, data } = setup.engine;
  const hook = await setup.make({ task_types: ['noop'] });
  const store = data.database.webhooks;
  const stored = (await store.get(hook.id)) as Webhook;
  await store.save({ ...stored, task_types: ['vanished'], revision: stored.revision + 1 }, stored.revision);
  const changed = await services.webhooks.update(actor, hook.id, { task_types: ['vanished', 'noop'] });
  assert.deepEqual(changed.task_types, ['vanished', 'noop']);
  const refused = services.webhooks.update(actor, hook.id, { task_types: ['vanished', 'nope'] });
  await assert.rejects(refused, (error: Fault) => {
    assert.deepEqual(
      error.details?.map(({ path }) => path),
      ['task_types.1'],
    );
    return true;
  });
  await services.webhooks.delete(actor, hook.id);
});
