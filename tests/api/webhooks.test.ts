import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const HOOKS = '/api/v1/webhooks';
const given = { url: 'https://hooks.example.com/backend2', events: ['task.completed', 'task.failed'] };
const paths = (answer: { body: { error: { details: { path: string }[] } } }) =>
  answer.body.error.details.map(({ path }) => path).sort();

test('a webhook is made with its secret, which is shown once; read, changed and deleted', async () => {
  const user = await api.account('user');
  const { secret, ...made } = await user.data('POST', HOOKS, given);
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.deepEqual(made, {
    ...given,
    id: made.id,
    task_types: [],
    disabled_reason: null,
    disabled_at: null,
    last_delivery: null,
    is_active: true,
    owner: { id: user.id, email: user.email, fullname: '' },
    created_at: made.created_at,
    updated_at: made.created_at,
  });
  const path = `${HOOKS}/${made.id}`;
  assert.deepEqual(await user.data('GET', path), made);
  assert.deepEqual((await user.data('GET', HOOKS)).items, [made]);
  const changed = await user.data('PATCH', path, { is_active: false, task_types: ['image'] });
  assert.deepEqual([changed.is_active, changed.task_types, changed.url], [false, ['image'], given.url]);
  assert.deepEqual([changed.disabled_reason, changed.disabled_at], ['switched_off', changed.updated_at]);
  const rotated = await user.data('POST', `${path}/rotate-secret`);
  assert.match(rotated.secret, /^whsec_/);
  assert.notEqual(rotated.secret, secret);
  const stored = JSON.stringify(await api.database.webhooks.get(made.id));
  for (const one of [secret, rotated.secret]) assert.ok(!stored.includes(one.slice(6)));
  await user.data('DELETE', path);
  await user.fault('GET', path, {}, 'not_found');
  await user.fault('DELETE', path, {}, 'not_found');
});

test('addresses that must not be called are refused at entry', async () => {
  const user = await api.account('user');
  const urls = [
    ...['http://hooks.example.com/', 'ftp://hooks.example.com/', 'javascript:alert(1)', 'no url', 'https://'],
    ...[
      'https://user:pw@hooks.example.com/',
      'https://user@hooks.example.com/',
      'https://hooks.example.com:0/',
    ],
    ...[
      'https://127.0.0.1/',
      'https://127.1/',
      'https://0x7f.1/',
      'https://localhost/',
      'https://localhost./',
      'https://a.localhost./',
      'https://10.1.2.3/',
    ],
    ...['https://169.254.169.254/latest/meta-data/', 'https://[::1]/', 'https://[::ffff:10.0.0.1]/'],
    ...['https://[fe80::1]/', 'https://224.0.0.1/', 'https://0.0.0.0/', 'https://[fd00::1]/'],
  ];
  for (const url of urls)
    assert.deepEqual(
      paths(await user.fault('POST', HOOKS, { json: { ...given, url } }, 'validation_failed')),
      ['url'],
      url,
    );
  const { id } = await user.data('POST', HOOKS, given);
  for (const [json, path] of [
    [{ url: 'https://192.168.0.1/' }, 'url'],
    [{ events: [] }, 'events'],
    [{ events: ['task.created'] }, 'events.0'],
    [{ secret: 'whsec_mine' }, 'secret'],
    [{ owner_id: api.admin.id }, 'owner_id'],
    [{ heard_until: '2020-01-01T00:00:00Z' }, 'heard_until'],
    [{}, 'body'],
  ] as const)
    assert.deepEqual(paths(await user.fault('PATCH', `${HOOKS}/${id}`, { json }, 'validation_failed')), [
      path,
    ]);
  const many = { ...given, owner_id: api.admin.id, secret: 'x', id: api.admin.id };
  assert.deepEqual(paths(await user.fault('POST', HOOKS, { json: many }, 'validation_failed')), [
    'id',
    'owner_id',
    'secret',
  ]);
});

test('a test and a message sent again stand in the list of deliveries', async () => {
  const user = await api.account('user');
  const { id } = await user.data('POST', HOOKS, given);
  const sent = await user.send('POST', `${HOOKS}/${id}/test`);
  assert.equal(sent.status, 202);
  const { data } = sent.body;
  const [hook] = (await user.data('GET', HOOKS)).items;
  assert.equal(hook.last_delivery.id, data.id);
  assert.equal((await user.data('GET', `${HOOKS}/${id}`)).last_delivery.event, 'webhook.test');
  assert.deepEqual([data.event, data.task_id, data.attempts], ['webhook.test', null, 0]);
  const listed = await user.data('GET', `${HOOKS}/${id}/deliveries`);
  assert.deepEqual([listed.total, listed.items[0].id], [1, data.id]);
  const again = await user.send('POST', `${HOOKS}/${id}/deliveries/${data.id}/redeliver`);
  assert.deepEqual([again.status, again.body.data.id, again.body.data.status], [202, data.id, 'pending']);
  const other = await user.data('POST', HOOKS, given);
  const foreign = `${HOOKS}/${other.id}/deliveries/${data.id}/redeliver`;
  await user.fault('POST', foreign, {}, 'not_found');
  assert.equal((await user.data('GET', '/api/v1/tasks')).total, 0);
});

test('others’ webhooks are for administrators alone', async () => {
  const owner = await api.account('user');
  const { id } = await owner.data('POST', HOOKS, given);
  const path = `${HOOKS}/${id}`;
  const calls = [
    ['GET', path, {}],
    ['PATCH', path, { json: { is_active: false } }],
    ['POST', `${path}/rotate-secret`, {}],
    ['POST', `${path}/test`, {}],
    ['GET', `${path}/deliveries`, {}],
    ['DELETE', path, {}],
  ] as const;
  for (const other of [await api.account('user'), await api.as('manager')]) {
    for (const [method, target, sent] of calls) await other.fault(method, target, sent, 'not_found');
    assert.equal((await other.data('GET', HOOKS)).total, 0);
    await other.fault('GET', `${HOOKS}?owner_id=${owner.id}`, {}, 'permission_denied');
  }
  await (await api.as('guest')).fault('POST', HOOKS, { json: given }, 'permission_denied');
  const { items } = await api.admin.data('GET', `${HOOKS}?owner_id=${owner.id}`);
  assert.deepEqual([items.length, items[0].id, items[0].secret], [1, id, undefined]);
  await api.admin.data('PATCH', path, { is_active: false });
  await api.admin.data('DELETE', path);
});

test('a mistyped task type is refused; one that the webhook has stays', async () => {
  const user = await api.account('user');
  const unknown = { ...given, task_types: ['image', 'nope'] };
  const { error } = (await user.send('POST', HOOKS, { json: unknown })).body;
  assert.deepEqual(
    [error.type, error.details.length, error.details[0].path],
    ['validation_failed', 1, 'task_types.1'],
  );
  const { id } = await user.data('POST', HOOKS, given);
  await user.fault('PATCH', `${HOOKS}/${id}`, { json: { task_types: ['nope'] } }, 'validation_failed');
  await user.data('PATCH', `${HOOKS}/${id}`, { task_types: ['image'] });
});

test('one account may have 20', async () => {
  const user = await api.account('user');
  const answers = await Promise.all(
    Array.from({ length: 22 }, () => user.send('POST', HOOKS, { json: given })),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 20);
  await user.fault('POST', HOOKS, { json: given }, 'too_many');
  // Before the address is looked at: nobody who has enough makes the server look names up.
  await user.fault('POST', HOOKS, { json: { ...given, url: 'https://localhost/' } }, 'too_many');
});
