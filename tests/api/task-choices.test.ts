import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../../src/data/contracts/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Account, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let user: Account;
before(async () => {
  api = await startApi({ worker: true });
  user = await api.as('user');
});
after(() => api.close());

const TASKS = '/api/v1/tasks';
const noop = (count = 1) => ({ type: 'noop', params: { count } });
const waiting = (count = 1, more: object = {}) => ({
  type: 'inline-probe',
  params: { count, concurrency: 1, does: 'listen', ...more },
});

const make = (who: Account, task: object) => who.data('POST', `${TASKS}/`, task);

const reaches = (who: Account, id: string, status: string) =>
  waitFor(
    async () => {
      const task = await who.data('GET', `${TASKS}/${id}`);
      return task.status === status && task;
    },
    { what: `status ${status}` },
  );

const indexes = async (id: string, status: string) =>
  (await user.data('GET', `${TASKS}/${id}/items?status=${status}&page_size=100`)).items.map(
    ({ index }: { index: number }) => index,
  );

test('name, priority and sharing of a task are changed; nothing else, and not by others', async () => {
  const task = await make(user, { ...noop(), name: 'before' });
  const changed = await user.data('PATCH', `${TASKS}/${task.id}`, {
    name: 'after',
    priority: 9,
    shared: true,
  });
  assert.deepEqual([changed.name, changed.priority, changed.shared], ['after', 9, true]);
  const list = await user.data('GET', `${TASKS}/?q=after`);
  assert.ok(list.items.some(({ id }: { id: string }) => id === task.id));
  for (const json of [{}, { name: '' }, { priority: 11 }, { status: 'completed' }, { owner_id: user.id }])
    await user.fault('PATCH', `${TASKS}/${task.id}`, { json }, 'validation_failed');
  const other = await api.account('user');
  await other.fault('PATCH', `${TASKS}/${task.id}`, { json: { name: 'mine' } }, 'permission_denied');
  const manager = await api.as('manager');
  assert.equal((await manager.data('PATCH', `${TASKS}/${task.id}`, { shared: false })).shared, false);
  await other.fault('PATCH', `${TASKS}/${task.id}`, { json: { name: 'mine' } }, 'not_found');
});

test('a batch is created as a whole, once for its key', async () => {
  const json = {
    tasks: [
      { ...noop(), name: 'one' },
      { ...noop(2), name: 'two' },
      { ...noop(), name: 'three' },
    ],
  };
  const headers = { 'idempotency-key': `batch-${newId()}` };
  const first = await user.send('POST', `${TASKS}/batch`, { json, headers });
  assert.equal(first.status, 201);
  const names = (answer: typeof first) => answer.body.data.items.map(({ name }: { name: string }) => name);
  assert.deepEqual(names(first), ['one', 'two', 'three']);
  const again = await user.send('POST', `${TASKS}/batch`, { json, headers });
  assert.equal(again.status, 200);
  const ids = (answer: typeof first) => answer.body.data.items.map(({ id }: { id: string }) => id);
  assert.deepEqual(ids(again), ids(first));
  const listed = await user.data('GET', `${TASKS}/?page_size=3`);
  assert.deepEqual(
    listed.items.map(({ id }: { id: string }) => id),
    ids(first).reverse(),
  );
  await user.fault(
    'POST',
    `${TASKS}/batch`,
    { json: { tasks: [noop()] }, headers },
    'idempotency_key_reused',
  );
});

test('a fault in one task of a batch is named with its place, and nothing is created', async () => {
  const name = `batch of ${newId()}`;
  const json = {
    tasks: [
      { ...noop(), name },
      { type: 'wait', params: { seconds: -1 }, name },
      { type: 'nobody', params: {}, name },
      { type: 'wait', params: { seconds: 'x' }, priority: 99 },
    ],
  };
  const paths = async (tasks: object[]) => {
    const { body } = await user.fault('POST', `${TASKS}/batch`, { json: { tasks } }, 'validation_failed');
    return body.error.details.map(({ path }: { path: string }) => path).sort();
  };
  assert.deepEqual(await paths(json.tasks), [
    'tasks.1.params.seconds',
    'tasks.2.type',
    'tasks.3.params.seconds',
    'tasks.3.priority',
  ]);
  assert.deepEqual(await paths(json.tasks.slice(0, 3)), ['tasks.1.params.seconds', 'tasks.2.type']);
  assert.deepEqual(await paths([]), ['tasks']);
  assert.deepEqual(await paths(Array.from({ length: 101 }, () => noop())), ['tasks']);
  assert.equal((await user.data('GET', `${TASKS}/?q=${name.slice(-12)}`)).total, 0);
});

test('chosen items are cancelled and run again over HTTP', async () => {
  const task = await make(user, waiting(6));
  await waitFor(async () => (await indexes(task.id, 'processing')).length === 1);
  const path = `${TASKS}/${task.id}`;
  const { cancelled_items, status } = await user.data('POST', `${path}/cancel`, { items: [3, 4] });
  assert.deepEqual([status, cancelled_items], ['processing', 2]);
  assert.deepEqual(await indexes(task.id, 'cancelled'), [3, 4]);
  const refused = await user.fault(
    'POST',
    `${path}/retry`,
    { json: { items: [4, 5, 0] } },
    'items_not_fitting',
  );
  assert.deepEqual(
    refused.body.error.details.map((one: { path: string }) => one.path),
    ['items.1', 'items.2'],
  );
  assert.deepEqual(await indexes(task.id, 'cancelled'), [3, 4]);
  // The one that runs hears of it.
  await user.data('POST', `${path}/cancel`, { items: [0] });
  await waitFor(async () => (await indexes(task.id, 'cancelled')).includes(0));
  assert.equal((await user.data('POST', `${path}/retry`, { items: [3] })).retry_round, 0);
  assert.deepEqual(await indexes(task.id, 'cancelled'), [0, 4]);
  for (const items of [[], [1, 1], [6], [-1], [0.5], 'all'])
    await user.fault('POST', `${path}/cancel`, { json: { items } }, 'validation_failed');
  for (const action of ['cancel', 'retry']) {
    const items = { json: { items: [99, -1, 100] } };
    const { body } = await user.fault('POST', `${path}/${action}`, items, 'validation_failed');
    const told = body.error.details.map((one: { path: string }) => one.path);
    assert.deepEqual(told.sort(), ['items.0', 'items.1', 'items.2'], action);
  }
  await user.data('POST', `${path}/cancel`);
  await reaches(user, task.id, 'cancelled');
  await user.fault('POST', `${path}/cancel`, { json: { items: [1] } }, 'items_not_fitting');
  await user.fault('POST', `${path}/cancel`, {}, 'task_finished');
});

test('an error of a batch of rows stays with its row', async () => {
  const other = await api.account('user');
  const name = `bulk${newId().replaceAll('-', '')}`;
  const [running, done, foreign] = await Promise.all([
    make(user, { ...waiting(), name }),
    make(user, { ...noop(), name }),
    make(other, { ...waiting(), shared: true, name }),
  ]);
  await reaches(user, done.id, 'completed');
  const missing = newId();
  const { matched, results } = await user.data('POST', `${TASKS}/bulk`, {
    action: 'cancel',
    ids: [running.id, done.id, foreign.id, missing],
  });
  assert.equal(matched, 4);
  assert.deepEqual(
    results.map(({ id, ok, error }: { id: string; ok: boolean; error?: { type: string } }) => [
      id,
      ok,
      error?.type,
    ]),
    [
      [running.id, true, undefined],
      [done.id, false, 'task_finished'],
      [foreign.id, false, 'permission_denied'],
      [missing, false, 'not_found'],
    ],
  );
  const filter = { q: name, status: ['completed', 'cancelled'] };
  await reaches(user, running.id, 'cancelled');
  await user.fault(
    'POST',
    `${TASKS}/bulk`,
    { json: { action: 'delete', filter, expected: 3 } },
    'matched_changed',
  );
  assert.equal((await user.data('GET', `${TASKS}/?q=${name}`)).total, 3);
  const deleted = await user.data('POST', `${TASKS}/bulk`, { action: 'delete', filter, expected: 2 });
  assert.deepEqual(
    deleted.results.map(({ ok }: { ok: boolean }) => ok),
    [true, true],
  );
  assert.equal((await user.data('GET', `${TASKS}/?q=${name}`)).total, 1);
  for (const json of [
    { action: 'cancel' },
    { action: 'cancel', ids: [done.id], filter: {} },
    { action: 'pause', ids: [done.id] },
    { action: 'cancel', filter: { status: 'no' } },
  ])
    await user.fault('POST', `${TASKS}/bulk`, { json }, 'validation_failed');
  const guest = await api.as('guest');
  await guest.fault(
    'POST',
    `${TASKS}/bulk`,
    { json: { action: 'cancel', ids: [foreign.id] } },
    'permission_denied',
  );
  await other.data('POST', `${TASKS}/${foreign.id}/cancel`);
});

test('lists take several statuses, times and an order', async () => {
  const name = `list${newId().replaceAll('-', '')}`;
  const first = await make(user, { ...noop(), name });
  const second = await make(user, { ...noop(), name });
  await reaches(user, first.id, 'completed');
  await reaches(user, second.id, 'completed');
  const ids = async (query: string) =>
    (await user.data('GET', `${TASKS}/?q=${name}&${query}`)).items.map(({ id }: { id: string }) => id);
  assert.deepEqual(await ids('status=completed,failed'), [second.id, first.id]);
  assert.deepEqual(await ids('status=failed&status=completed'), [second.id, first.id]);
  assert.deepEqual(await ids('status=failed,pending'), []);
  assert.deepEqual(await ids('has_failures=true'), []);
  const partly = await make(user, {
    type: 'inline-probe',
    name,
    params: { count: 2, does: 'throw-final', only: [1] },
  });
  assert.equal(partly.summary, 'throw-final', 'the texts among the params');
  await reaches(user, partly.id, 'completed');
  assert.deepEqual(await ids('has_failures=true&status=completed'), [partly.id]);
  assert.deepEqual(await ids('has_failures=true&status=failed'), []);
  await user.data('DELETE', `${TASKS}/${partly.id}`);
  assert.deepEqual(await ids('has_failures=true'), []);
  assert.deepEqual(await ids('order=oldest'), [first.id, second.id]);
  assert.deepEqual(await ids(`created_after=${first.created_at}&order=oldest`), [first.id, second.id]);
  assert.deepEqual(await ids(`created_before=${encodeURIComponent(first.created_at)}`), []);
  for (const query of [
    'status=completed,',
    'status=done',
    'status=completed&status=done',
    'order=oldest&order=newest',
    'order=best',
    'created_after=today',
    'parent_id=7',
    'has_failures=false',
    'has_failures=1',
  ])
    await user.fault('GET', `${TASKS}/?${query}`, {}, 'validation_failed');
  const { items, next_cursor } = await user.data('GET', `${TASKS}/?q=${name}&order=oldest&page_size=1`);
  assert.equal(items[0].id, first.id);
  const next = await user.data('GET', `${TASKS}/?q=${name}&order=oldest&page_size=1&cursor=${next_cursor}`);
  assert.deepEqual([next.items[0].id, next.next_cursor], [second.id, null]);
});

test('a call that changes many tasks is told where some are of others, with their owners', async () => {
  const made = async (account: Account): Promise<string> => (await make(account, waiting())).id;
  const newest = async () =>
    (await api.admin.data('GET', '/api/v1/audit-log?action=task.bulk&page_size=1')).items[0];
  const [own, of_admin] = [await made(user), await made(api.admin)];
  const last = (await newest())?.id;
  const bulk = (account: Account, ids: string[]) =>
    account.data('POST', `${TASKS}/bulk`, { action: 'cancel', ids });
  // One is changed and is their own; the other is not visible.
  const { results } = await bulk(user, [own, of_admin]);
  assert.deepEqual(
    results.map(({ ok }: { ok: boolean }) => ok),
    [true, false],
  );
  await bulk(api.admin, [of_admin]);
  assert.equal((await newest())?.id, last);
  // Its item has stopped as well: until then it can be cancelled once more.
  await reaches(user, own, 'cancelled');
  const [again, of_user] = [await made(api.admin), await made(user)];
  await bulk(api.admin, [again, of_user, own]);
  assert.deepEqual((await newest())?.details, {
    action: 'cancel',
    matched: 3,
    done: 2,
    refused: 1,
    of_others: 1,
    owner_ids: [user.id],
  });
});
