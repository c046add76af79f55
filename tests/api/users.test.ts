import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { PASSWORD, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const USERS = '/api/v1/users';

test('an administrator creates, reads, changes and deletes an account', async () => {
  const { admin } = api;
  const created = await admin.send('POST', `${USERS}/`, {
    json: { email: ' New.Person@Example.COM ', password: PASSWORD },
  });
  assert.equal(created.status, 201);
  const { id, created_at, updated_at } = created.body.data;
  const expected = {
    id,
    email: 'new.person@example.com',
    fullname: '',
    roles: ['user'],
    is_active: true,
    has_password: true,
    must_change_password: false,
    quotas: null,
    last_sign_in_at: null,
    created_at,
    updated_at,
  };
  assert.deepEqual(created.body, { code: 201, message: 'Created', data: expected });
  assert.deepEqual(await admin.data('GET', `${USERS}/${id}`), expected);

  const changed = await admin.data('PUT', `${USERS}/${id}`, { fullname: '新人', roles: ['user', 'manager'] });
  assert.deepEqual(changed, {
    ...expected,
    fullname: '新人',
    roles: ['user', 'manager'],
    updated_at: changed.updated_at,
  });
  assert.ok(changed.updated_at >= updated_at);

  assert.deepEqual((await admin.send('DELETE', `${USERS}/${id}`)).body, {
    code: 200,
    message: 'OK',
    data: null,
  });
  await admin.fault('GET', `${USERS}/${id}`, {}, 'not_found');
  await admin.fault('PUT', `${USERS}/${id}`, { json: { fullname: 'x' } }, 'not_found');
  await admin.fault('DELETE', `${USERS}/${id}`, {}, 'not_found');
  // The e-mail is free again.
  await admin.data('POST', USERS, { email: 'new.person@example.com', password: PASSWORD });
});

test('an e-mail belongs to one account', async () => {
  const { admin } = api;
  const one = await api.account('user');
  const two = await api.account('user');
  await admin.fault(
    'POST',
    USERS,
    { json: { email: one.email.toUpperCase(), password: PASSWORD } },
    'email_in_use',
  );
  await admin.fault('PUT', `${USERS}/${two.id}`, { json: { email: one.email } }, 'email_in_use');
  await two.fault(
    'PATCH',
    `${USERS}/me`,
    { json: { email: one.email, current_password: PASSWORD } },
    'email_in_use',
  );
  assert.equal((await admin.data('GET', `${USERS}/${two.id}`)).email, two.email);
});

test('an e-mail in another Unicode form is the same; what looks like another is refused', async () => {
  const { admin } = api;
  const at = '@forms.example';
  const made = await admin.data('POST', USERS, { email: `Jose\u0301${at}`, password: PASSWORD });
  assert.equal(made.email, `jos\u00e9${at}`);
  for (const email of [`jos\u00e9${at}`, `JOSE\u0301${at}`, `ｊｏｓé${at}`]) {
    const json = { email, password: PASSWORD };
    await admin.fault('POST', USERS, { json }, 'email_in_use');
    assert.equal((await api.signIn(email, PASSWORD)).id, made.id);
  }
  for (const email of [`jo\u200bse${at}`, `j\u043ese${at}`, `jose\ufe0f${at}`, `jose@f\u043erms.example`]) {
    const { body } = await admin.fault(
      'POST',
      USERS,
      { json: { email, password: PASSWORD } },
      'validation_failed',
    );
    assert.deepEqual(
      body.error.details.map(({ path }: { path: string }) => path),
      ['email'],
      email,
    );
  }
  // An account of the time when such e-mails were taken signs in as before, and may be changed.
  const { users } = api.database;
  const stored = await users.get(made.id);
  assert.ok(stored);
  const email = `jo\u200bse${at}`;
  assert.equal(await users.save({ ...stored, email, version: stored.version + 1 }, stored.version), 'ok');
  assert.equal((await api.signIn(email.toUpperCase(), PASSWORD)).id, made.id);
  const changed = await admin.data('PUT', `${USERS}/${made.id}`, { email, fullname: 'José' });
  assert.deepEqual([changed.email, changed.fullname], [email, 'José']);
});

test('a disabled account’s unfinished tasks are cancelled', async () => {
  const user = await api.account('user');
  const { id } = await user.data('POST', '/api/v1/tasks', {
    type: 'wait',
    params: { seconds: 600 },
    shared: true,
  });
  await api.admin.data('PUT', `${USERS}/${user.id}`, { is_active: false });
  await waitFor(async () => (await api.admin.data('GET', `/api/v1/tasks/${id}`)).status === 'cancelled', {
    what: 'the end of the task',
  });
});

test('the last active administrator stays', async () => {
  const { admin } = api;
  for (const json of [{ roles: ['user'] }, { is_active: false }, { roles: ['manager'], is_active: true }]) {
    await admin.fault('PUT', `${USERS}/${admin.id}`, { json }, 'last_admin');
  }
  await admin.fault('DELETE', `${USERS}/${admin.id}`, {}, 'last_admin');
  const second = await api.account('admin');
  await admin.data('DELETE', `${USERS}/${second.id}`);
  await admin.fault('DELETE', `${USERS}/${admin.id}`, {}, 'last_admin');
  assert.deepEqual((await admin.data('GET', `${USERS}/me`)).roles, ['admin']);
});

test('of two administrators who remove each other at once, one stays', async () => {
  const one = await api.account('admin');
  const two = await api.account('admin');
  const first = api.admin;
  await one.data('PUT', `${USERS}/${first.id}`, { roles: ['user'] });
  const answers = await Promise.all([
    one.send('DELETE', `${USERS}/${two.id}`),
    two.send('DELETE', `${USERS}/${one.id}`),
  ]);
  const good = answers.filter(({ status }) => status === 200);
  assert.equal(good.length, 1, JSON.stringify(answers.map(({ status }) => status)));
  const left = answers[0]?.status === 200 ? one : two;
  await left.data('PUT', `${USERS}/${first.id}`, { roles: ['admin'] });
  api.admin = await api.signIn('admin@example.com', 'admin123');
  await api.admin.data('DELETE', `${USERS}/${left.id}`);
});

test('managers read every account and change none; others see their own only', async () => {
  const manager = await api.as('manager');
  const user = await api.as('user');
  assert.equal((await manager.data('GET', `${USERS}/${user.id}`)).id, user.id);
  assert.equal((await user.data('GET', `${USERS}/${user.id}`)).id, user.id);
  await user.fault('GET', `${USERS}/${manager.id}`, {}, 'permission_denied');
  await user.fault('GET', `${USERS}/00000000-0000-7000-8000-000000000000`, {}, 'permission_denied');
  await manager.fault('GET', `${USERS}/00000000-0000-7000-8000-000000000000`, {}, 'not_found');
  await manager.fault('PUT', `${USERS}/${user.id}`, { json: { fullname: 'x' } }, 'permission_denied');
  await manager.fault('DELETE', `${USERS}/${user.id}`, {}, 'permission_denied');
});

test('a list is filtered, paged by number and by cursor, and refuses what it does not know', async () => {
  const { admin } = api;
  const ids: string[] = [];
  for (let at = 0; at < 5; at += 1) {
    const fullname = `Zhang 伟${at}`;
    const { id } = await admin.data('POST', USERS, {
      email: `page-${at}@list.example`,
      password: PASSWORD,
      fullname,
      roles: ['guest'],
      is_active: at !== 0,
    });
    ids.unshift(id);
  }
  const all = await admin.data('GET', `${USERS}/?q=list&page_size=2`);
  assert.deepEqual(
    { ...all, items: all.items.map((one: { id: string }) => one.id) },
    {
      items: ids.slice(0, 2),
      total: 5,
      page: 1,
      page_size: 2,
      next_cursor: all.next_cursor,
    },
  );
  const second = await admin.data('GET', `${USERS}?q=list&page_size=2&page=2`);
  const followed = await admin.data('GET', `${USERS}?q=list&page_size=2&cursor=${all.next_cursor}`);
  assert.deepEqual(followed.items, second.items);
  const last = await admin.data('GET', `${USERS}?q=list&page_size=2&page=3`);
  assert.deepEqual([last.items.length, last.next_cursor], [1, null]);

  const found = async (query: string) => (await admin.data('GET', `${USERS}?${query}`)).total;
  assert.equal(await found('q=zha'), 5);
  assert.equal(await found(`q=${encodeURIComponent('伟')}`), 5);
  assert.equal(await found('q=zha%20list'), 5);
  assert.equal(await found('q=hang'), 0);
  assert.equal(await found('q=!!!'), 0);
  assert.equal(await found('q='), (await admin.data('GET', USERS)).total);
  assert.equal(followed.page, 2);
  assert.equal(await found('q=list&is_active=false'), 1);
  assert.equal(await found('q=list&is_active=true&role=guest'), 4);
  assert.equal(await found('q=list&role=manager'), 0);

  const bad =
    'page=0 page=1.5 page=x page_size=0 page_size=101 role=king is_active=maybe cursor=%00 cursor= nope=1 page=1&page=2';
  for (const query of [...bad.split(' '), 'page=101&page_size=100', 'cursor=bm90IGFuIGlk']) {
    const { body } = await admin.fault('GET', `${USERS}?${query}`, {}, 'validation_failed');
    assert.equal(body.error.details[0].path, query.split(/[&=]/)[0], query);
  }
});

test('each field at fault is named', async () => {
  const { body } = await api.admin.fault(
    'POST',
    USERS,
    { json: { email: 7, password: 8, roles: ['user', 'king'], is_active: 'yes', sudo: true } },
    'validation_failed',
  );
  const paths = body.error.details.map(({ path }: { path: string }) => path).sort();
  assert.deepEqual([...new Set(paths)], ['email', 'is_active', 'password', 'roles.1', 'sudo']);
  for (const email of [
    'no-at.example.com',
    'a@b',
    'a b@example.com',
    '<a>@example.com',
    `${'x'.repeat(250)}@ex.io`,
  ]) {
    const answer = await api.admin.fault(
      'POST',
      USERS,
      { json: { email, password: PASSWORD } },
      'validation_failed',
    );
    assert.equal(answer.body.error.details[0].path, 'email');
  }
});

test('one changes one’s own name and e-mail, and nothing else', async () => {
  const user = await api.account('user');
  const email = `own-${user.email}`;
  for (const json of [{ email }, { email, current_password: 'not the one' }]) {
    const { status } = await user.send('PATCH', `${USERS}/me`, { json });
    assert.equal(status, 'current_password' in json ? 403 : 422);
  }
  // Its own e-mail, sent along with the name, is no change.
  await user.data('PATCH', `${USERS}/me`, { email: user.email.toUpperCase() });
  const changed = await user.data('PATCH', `${USERS}/me`, {
    fullname: 'Renamed',
    email,
    current_password: PASSWORD,
  });
  assert.deepEqual(
    [changed.fullname, changed.email, changed.roles],
    ['Renamed', `own-${user.email}`, ['user']],
  );
  const again = await api.signIn(`own-${user.email}`, PASSWORD);
  await again.fault('PATCH', `${USERS}/me`, { json: { roles: ['admin'] } }, 'validation_failed');
  await again.fault('PATCH', `${USERS}/me`, { json: { is_active: false } }, 'validation_failed');
  assert.deepEqual(await again.data('GET', `${USERS}/me/`), await again.data('GET', `${USERS}/${user.id}`));
});

test('changes of one account at the same moment all arrive', async () => {
  const user = await api.account('user');
  await Promise.all([
    api.admin.data('PUT', `${USERS}/${user.id}`, { fullname: 'At once' }),
    api.admin.data('PUT', `${USERS}/${user.id}`, { roles: ['manager'] }),
    api.admin.data('PUT', `${USERS}/${user.id}`, { email: `moved-${user.email}` }),
  ]);
  const { fullname, roles, email } = await api.admin.data('GET', `${USERS}/${user.id}`);
  assert.deepEqual(
    { fullname, roles, email },
    { fullname: 'At once', roles: ['manager'], email: `moved-${user.email}` },
  );
});
