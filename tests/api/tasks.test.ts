import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { type Account, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi({ worker: true });
});
after(() => api.close());

const TASKS = '/api/v1/tasks';
const noop = (count = 1) => ({ type: 'noop', params: { count } });
const sleeping = (count = 1) => ({ type: 'inline-probe', params: { count, does: 'listen' } });

const reaches = (who: Account, id: string, status: string) =>
  waitFor(
    async () => {
      const task = await who.data('GET', `${TASKS}/${id}`);
      return task.status === status && task;
    },
    { what: `status ${status}` },
  );

test('a task is created, runs, and is read with its items', async () => {
  const user = await api.as('user');
  const answer = await user.send('POST', `${TASKS}/`, {
    json: { ...noop(3), name: '第一个 task', priority: 7, shared: true },
  });
  assert.equal(answer.status, 201);
  const { id, created_at, updated_at } = answer.body.data;
  assert.deepEqual(answer.body.data, {
    id,
    type: 'noop',
    type_version: 1,
    name: '第一个 task',
    summary: null,
    thumbnail_url: null,
    owner: { id: user.id, email: user.email, fullname: '' },
    priority: 7,
    concurrency: 3,
    shared: true,
    status: 'pending',
    total_items: 3,
    released_items: 3,
    completed_items: 0,
    failed_items: 0,
    cancelled_items: 0,
    in_flight: 0,
    runs_alone: false,
    retry_round: 0,
    revision: answer.body.data.revision,
    progress: 0,
    parent_id: null,
    created_at,
    started_at: null,
    finished_at: null,
    updated_at,
    params: { count: 3 },
    result: null,
    error: null,
    earlier_runs: [],
    archive_url: answer.body.data.archive_url,
    grid_url: null,
  });
  assert.match(
    answer.body.data.archive_url,
    new RegExp(`^/api/v1/tasks/${id}/archive\\?expires=\\d+&signature=`),
  );
  const done = await reaches(user, id, 'completed');
  assert.deepEqual([done.completed_items, done.progress], [3, 100]);

  const items = await user.data('GET', `${TASKS}/${id}/items/`);
  assert.deepEqual(
    items.items.map(({ index, status, result, progress }: Record<string, unknown>) => [
      index,
      status,
      result,
      progress,
    ]),
    [
      [0, 'completed', 0, 100],
      [1, 'completed', 1, 100],
      [2, 'completed', 2, 100],
    ],
  );
  const item = await user.data('GET', `${TASKS}/${id}/items/2/`);
  assert.deepEqual(Object.keys(item), [
    'index',
    'label',
    'status',
    'runs_alone',
    'attempt',
    'progress',
    'note',
    'result',
    'error',
    'files',
    'started_at',
    'finished_at',
  ]);
  assert.deepEqual(item, items.items[2]);
  await user.fault('GET', `${TASKS}/${id}/items/3`, {}, 'not_found');
  for (const other of ['00', '-0', '01', '1.0', '+1'])
    await user.fault('GET', `${TASKS}/${id}/items/${other}`, {}, 'not_found');
  const page = await user.data('GET', `${TASKS}/${id}/items?page_size=2`);
  assert.deepEqual([page.items.length, page.total], [2, 3]);
  const next = await user.data('GET', `${TASKS}/${id}/items?page_size=2&cursor=${page.next_cursor}`);
  assert.deepEqual([next.items[0].index, next.next_cursor], [2, null]);
});

test('an Idempotency-Key makes one task, also when sent twice at once', async () => {
  const user = await api.as('user');
  const send = (json: object, key: string) =>
    user.send('POST', TASKS, { json, headers: { 'idempotency-key': key } });
  const answers = await Promise.all([1, 2, 3, 4].map(() => send(noop(), 'order:17')));
  const ids = new Set(answers.map(({ body }) => body.data.id));
  assert.equal(ids.size, 1);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 201]);
  assert.equal((await send(noop(), 'order:17')).status, 200);
  const other = await send(noop(2), 'order:17');
  assert.equal(other.body.error.type, 'idempotency_key_reused');
  assert.notEqual((await send(noop(), 'order:18')).body.data.id, [...ids][0]);
  const manager = await api.as('manager');
  const foreign = await manager.send('POST', TASKS, {
    json: noop(2),
    headers: { 'idempotency-key': 'order:17' },
  });
  assert.equal(foreign.status, 201);
  for (const key of ['', 'a b', 'x'.repeat(201), 'ключ']) {
    const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') };
    const { body } = await user.fault('POST', TASKS, { json: noop(), headers }, 'validation_failed');
    assert.equal(body.error.details[0].path, 'idempotency-key');
  }
});

test('a key whose task was deleted is used up: 409, and the id stays gone', async () => {
  const user = await api.account('user');
  const send = (json: object) => user.send('POST', TASKS, { json, headers: { 'idempotency-key': 'gone-1' } });
  const { id } = (await send(noop())).body.data;
  await reaches(user, id, 'completed');
  await user.data('DELETE', `${TASKS}/${id}`);
  await waitFor(async () => (await api.database.tasks.get(id)) === null, { what: 'the purge' });
  for (const answer of await Promise.all([1, 2, 3].map(() => send(noop())))) {
    assert.deepEqual([answer.status, answer.body.error?.type], [409, 'idempotency_key_spent'], answer.text);
  }
  assert.equal((await send(noop(2))).body.error.type, 'idempotency_key_reused');
  await user.fault('GET', `${TASKS}/${id}`, {}, 'not_found');
  assert.equal(await api.database.tasks.get(id), null);
  // Also while what ran is still on its way out.
  const running = (
    await user.send('POST', TASKS, { json: sleeping(), headers: { 'idempotency-key': 'gone-2' } })
  ).body.data;
  await user.data('DELETE', `${TASKS}/${running.id}`);
  const sent = { json: sleeping(), headers: { 'idempotency-key': 'gone-2' } };
  await user.fault('POST', TASKS, sent, 'idempotency_key_spent');
});

test('own and shared tasks are visible; what is not is a 404; managers see all', async () => {
  const owner = await api.account('user');
  const other = await api.account('user');
  const hidden = (await owner.data('POST', TASKS, { ...sleeping(), name: 'hidden' })).id;
  const shared = (await owner.data('POST', TASKS, { ...sleeping(), name: 'shared', shared: true })).id;
  for (const path of ['', '/items', '/items/0', '/events', '/items/0/files/a.png']) {
    await other.fault('GET', `${TASKS}/${hidden}${path}`, {}, 'not_found');
  }
  for (const [method, path] of [
    ['POST', '/cancel'],
    ['POST', '/retry'],
    ['DELETE', ''],
  ]) {
    await other.fault(String(method), `${TASKS}/${hidden}${path}`, {}, 'not_found');
    await other.fault(String(method), `${TASKS}/${shared}${path}`, {}, 'permission_denied');
  }
  const listed = (await other.data('GET', `${TASKS}?page_size=100`)).items.map(
    (one: { id: string }) => one.id,
  );
  assert.ok(listed.includes(shared) && !listed.includes(hidden));
  const guest = await api.as('guest');
  await guest.data('GET', `${TASKS}/${shared}`);
  await guest.fault('POST', `${TASKS}/${shared}/cancel`, {}, 'permission_denied');
  const manager = await api.as('manager');
  assert.equal((await manager.data('GET', `${TASKS}/${hidden}`)).id, hidden);
  await manager.data('POST', `${TASKS}/${hidden}/cancel`);
  await manager.data('DELETE', `${TASKS}/${shared}`);
  await owner.fault('GET', `${TASKS}/${shared}`, {}, 'not_found');
});

test('a task is cancelled, retried and deleted; what does not fit its state is a 409', async () => {
  const user = await api.account('user');
  const { id } = await user.data('POST', TASKS, sleeping(2));
  await user.fault('POST', `${TASKS}/${id}/retry`, {}, 'task_not_retryable');
  assert.ok(['cancelling', 'cancelled'].includes((await user.data('POST', `${TASKS}/${id}/cancel`)).status));
  const cancelled = await reaches(user, id, 'cancelled');
  assert.equal(cancelled.cancelled_items, 2);
  await user.fault('POST', `${TASKS}/${id}/cancel`, {}, 'task_finished');
  const again = await user.data('POST', `${TASKS}/${id}/retry/`, {});
  assert.deepEqual([again.status, again.retry_round], ['processing', 1]);
  const [run, ...more] = again.earlier_runs;
  assert.deepEqual([run.run, run.status, run.cancelled_items, run.retried_items], [1, 'cancelled', 2, 2]);
  assert.deepEqual([run.finished_at, more], [cancelled.finished_at, []]);
  await user.data('POST', `${TASKS}/${id}/cancel`);
  await reaches(user, id, 'cancelled');
  assert.equal(await user.data('DELETE', `${TASKS}/${id}`), null);
  for (const path of ['', '/items', '/events']) {
    await user.fault('GET', `${TASKS}/${id}${path}`, {}, 'not_found');
  }
  await user.fault('DELETE', `${TASKS}/${id}`, {}, 'not_found');
  const done = (await user.data('POST', TASKS, noop())).id;
  await reaches(user, done, 'completed');
  await user.fault('POST', `${TASKS}/${done}/retry`, {}, 'task_not_retryable');
});

test('a list is filtered by status, type, owner and words', async () => {
  const user = await api.account('user');
  for (const name of ['red fox', 'red owl', '红色 fox']) {
    await user.data('POST', TASKS, { ...noop(), name });
  }
  const { id } = await user.data('POST', TASKS, { ...sleeping(), name: 'red hare' });
  const found = async (query: string) =>
    (await user.data('GET', `${TASKS}/?owner_id=${user.id}&${query}`)).total;
  await waitFor(async () => (await found('status=completed')) === 3);
  assert.equal(await found('type=noop'), 3);
  assert.equal(await found('q=red'), 3);
  assert.equal(await found('q=re%20fo'), 1);
  assert.equal(await found(`q=${encodeURIComponent('红色')}`), 1);
  assert.equal(await found('status=completed&type=noop&q=red'), 2);
  assert.equal(await found('status=failed'), 0);
  for (const query of ['status=done', 'owner_id=me', 'page=0', 'cursor=!', 'sort=name', 'type=']) {
    await user.fault('GET', `${TASKS}?${query}`, {}, 'validation_failed');
  }
  // Nothing typed yet is no search; a search without a word in it finds nothing.
  for (const query of ['q=', 'q=%20', 'q=%20%09']) assert.equal(await found(query), 4, query);
  for (const query of ['q=!!!', 'q=-', `q=${encodeURIComponent('。，🙂')}`, 'q=%00']) {
    const page = await user.data('GET', `${TASKS}?owner_id=${user.id}&page_size=2&${query}`);
    assert.deepEqual(page, { items: [], total: 0, page: 1, page_size: 2, next_cursor: null }, query);
  }
  assert.equal(await found('q=!%20red%20-'), 3);
  const newest = await user.data('GET', `${TASKS}?page_size=1`);
  assert.equal(newest.items[0].id, id);
  assert.ok(!('params' in newest.items[0]));
});

test('a page reached by cursor tells which page it is, and a cursor that was tampered with is refused', async () => {
  const user = await api.account('user');
  for (let made = 0; made < 5; made += 1) await user.data('POST', TASKS, noop());
  const items = (await user.data('POST', TASKS, noop(5))).id;
  for (const list of [`${TASKS}?owner_id=${user.id}&page_size=2`, `${TASKS}/${items}/items?page_size=2`]) {
    const pages: number[] = [];
    let query = '';
    let cursor: string | null;
    do {
      const page = await user.data('GET', `${list}${query}`);
      pages.push(page.page);
      cursor = page.next_cursor;
      query = `&cursor=${cursor}`;
    } while (cursor !== null);
    assert.deepEqual(pages, [1, 2, 3], list);
    const second = await user.data('GET', `${list}&page=2`);
    assert.equal((await user.data('GET', `${list}&cursor=${second.next_cursor}`)).page, 3);
    const encoded = (text: string) => Buffer.from(text).toString('base64url');
    const key = list.includes('/items') ? '1' : items;
    for (const text of [
      key,
      `${key}.`,
      `${key}.0`,
      `${key}.-1`,
      `${key}.1e3`,
      `${key}.9999999999`,
      '.2',
      `x${key}.2`,
    ]) {
      const fault = await user.fault('GET', `${list}&cursor=${encoded(text)}`, {}, 'validation_failed');
      assert.equal(fault.body.error.details[0].path, 'cursor', text);
    }
  }
  const foreign = (await user.data('GET', `${TASKS}?page_size=1`)).next_cursor;
  await user.fault('GET', `${TASKS}/${items}/items?cursor=${foreign}`, {}, 'validation_failed');
});

test('deleting an account cancels what it left running; finished tasks stay, without an owner', async () => {
  const user = await api.account('user');
  const running = (await user.data('POST', TASKS, sleeping())).id;
  const done = (await user.data('POST', TASKS, noop())).id;
  await reaches(user, done, 'completed');
  await api.admin.data('DELETE', `/api/v1/users/${user.id}`);
  await reaches(api.admin, running, 'cancelled');
  const task = await api.admin.data('GET', `${TASKS}/${done}`);
  assert.deepEqual([task.owner, task.status], [null, 'completed']);
});
