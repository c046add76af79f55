import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import type { Sent } from './api-client.ts';
import { assertRefused, type Call, JSON_TYPE, TASKS, USERS } from './refused-input.ts';
import { PASSWORD, startApi, type TestApi } from './start-api.ts';

/** Harmful and meaningless input gets a catalogued 4xx and changes nothing. */
let api: TestApi;
before(async () => {
  api = await startApi({ worker: true });
  await api.as('user');
});
after(() => api.close());

const refused = (calls: Call[], statuses: number[]) => assertRefused(api, calls, statuses);

test('prototype pollution', async () => {
  const raw = [
    '{"__proto__":{"roles":["admin"]},"email":"p@example.com","password":"long enough"}',
    '{"email":"p@example.com","password":"long enough","\\u005f_proto__":{"x":1}}',
    '{"type":"noop","params":{"count":1,"__proto__":{"x":1}}}',
    '{"constructor":{"prototype":{"x":1}}}',
  ];
  const calls = raw.map(
    (one): Call => ['POST', one.includes('type') ? TASKS : USERS, { raw: one, headers: JSON_TYPE }],
  );
  await refused(calls, [422]);
  const { body } = await api.admin.send('POST', TASKS, { raw: raw[2], headers: JSON_TYPE });
  assert.deepEqual(body.error.details, [
    { path: 'params.__proto__', message: 'is not allowed as a field name' },
  ]);
  const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];
  await refused(
    names.map((name) => ['POST', USERS, { json: { email: 'p@example.com', password: PASSWORD, [name]: 1 } }]),
    [422],
  );
  await refused(
    ['__proto__[x]=1', '__proto__=1', 'constructor=1', 'toString=1'].map((query) => [
      'GET',
      `${USERS}?${query}`,
      {},
    ]),
    [422],
  );
  assert.equal(({} as Record<string, unknown>).x, undefined);
});

test('wrong types and unknown fields', async () => {
  const values = [null, 7, true, [], {}, [1], { a: 1 }, 'x'];
  const good = { email: 'new@example.com', password: PASSWORD };
  const calls: Call[] = [];
  for (const value of values) {
    calls.push(['POST', USERS, { json: value }]);
    calls.push(['POST', TASKS, { json: value }]);
    // Without a token in it, the cookie counts.
    if (JSON.stringify(value) !== '{}') calls.push(['POST', '/api/v1/auth/refresh', { json: value }]);
    calls.push(['POST', '/api/v1/auth/login', { json: value }]);
    calls.push(['POST', USERS, { json: { ...good, roles: value } }]);
    if (value !== 'x') calls.push(['POST', USERS, { json: { ...good, fullname: value } }]);
    if (value !== true) calls.push(['POST', USERS, { json: { ...good, is_active: value } }]);
    calls.push(['POST', USERS, { json: { ...good, email: value } }]);
    if (value !== 7)
      calls.push(['POST', TASKS, { json: { type: 'noop', params: { count: 1 }, priority: value } }]);
    if (JSON.stringify(value) !== '{"count":1}') {
      calls.push(['POST', TASKS, { json: { type: 'noop', params: value } }]);
    }
    calls.push(['PUT', `${USERS}/${api.admin.id}`, { json: { password: value } }]);
  }
  calls.push(['POST', USERS, { json: { ...good, id: api.admin.id } }]);
  calls.push(['POST', USERS, { json: { ...good, version: 1, hashed_password: 'x' } }]);
  calls.push(['POST', TASKS, { json: { type: 'noop', params: { count: 1 }, status: 'completed' } }]);
  await refused(calls, [422]);
});

test('moments that no clock of a computer has', async () => {
  for (const moment of ['2016-12-31T23:59:60Z', '9999-12-31T23:59:59-14:00', '2026-01-01T00:00:00Z[UTC]']) {
    const at = encodeURIComponent(moment);
    const bulk = { action: 'delete', filter: { created_after: moment } };
    const key = { name: 'moment', permissions: ['read'], expires_at: moment };
    const calls: [method: string, path: string, sent: Sent, field: string][] = [
      ['GET', `/api/v1/statistics?from=${at}`, {}, 'from'],
      ['GET', `${TASKS}?created_after=${at}`, {}, 'created_after'],
      ['GET', `/api/v1/audit-log?from=${at}`, {}, 'from'],
      ['POST', `${TASKS}/bulk`, { json: bulk }, 'filter.created_after'],
      ['POST', '/api/v1/api-keys', { json: key }, 'expires_at'],
    ];
    for (const [method, path, sent, field] of calls) {
      const { body } = await api.admin.fault(method, path, sent, 'validation_failed');
      assert.ok(
        body.error.details.some((one: { path: string }) => one.path === field),
        `${path} ${moment}: ${JSON.stringify(body.error.details)}`,
      );
    }
  }
});

test('operators of databases as values', async () => {
  const operators = [{ $gt: '' }, { $ne: null }, { $where: 'sleep(9)' }, { $regex: '.*' }];
  const calls: Call[] = operators.flatMap((value): Call[] => [
    ['POST', '/api/v1/auth/login', { json: { email: value, password: value } }],
    ['POST', '/api/v1/auth/login', { json: { email: 'admin@example.com', password: value } }],
    ['POST', '/api/v1/auth/refresh', { json: { refresh_token: value } }],
    ['PUT', `${USERS}/${api.admin.id}`, { json: { email: value } }],
    ['POST', TASKS, { json: { type: value, params: {} } }],
    ['POST', TASKS, { json: { type: 'noop', params: { count: value } } }],
  ]);
  await refused(calls, [422]);
  const form = ['username[$ne]=x&password[$ne]=x', 'username=admin@example.com&password[$gt]='];
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  await refused(
    form.map((raw) => ['POST', '/api/v1/auth/login', { raw, headers: type }]),
    [422],
  );
  const queries = [
    'q[$gt]=',
    'status[$ne]=x',
    'owner_id[$in][]=x',
    "owner_id=' OR 1=1 --",
    'type[]=a',
    '$where=1',
  ];
  await refused(
    queries.map((query) => ['GET', `${TASKS}?${query.replaceAll(' ', '%20')}`, {}]),
    [422],
  );
  // As text these are words like any other: they find nothing and break nothing.
  const texts = [
    "' OR '1'='1",
    '"; DROP TABLE users; --',
    '%',
    '_',
    '*',
    'NEAR(a b)',
    '"a',
    "a' AND",
    '{$gt:""}',
    '\\',
  ];
  for (const text of texts) {
    for (const path of [USERS, TASKS]) {
      const { status, body } = await api.admin.send('GET', `${path}?q=${encodeURIComponent(text)}`);
      assert.equal(status, 200, text);
      assert.ok(body.data.total < 1_000);
    }
    const json = { email: text, password: text };
    const { status } = await api.anonymous.send('POST', '/api/v1/auth/login', { json });
    assert.equal(status, 401, text);
  }
  const name = "Robert'); DROP TABLE users;--";
  const { id } = await api.admin.data('POST', USERS, {
    email: 'bobby@tables.example',
    password: PASSWORD,
    fullname: name,
  });
  assert.equal((await api.admin.data('GET', `${USERS}/${id}`)).fullname, name);
});

test('ids that are not ids, and ids of others', async () => {
  const ids = [
    'x',
    '0',
    '-1',
    'null',
    '%00',
    '%27%20OR%201=1',
    '{}',
    '..%2f..',
    '[object%20Object]',
    'A'.repeat(500),
    '00000000-0000-7000-8000-00000000000',
    '00000000-0000-7000-8000-00000000000G',
  ];
  const calls: Call[] = [];
  for (const id of ids) {
    for (const path of ['', '/items', '/items/0', '/items/0/files/a.png', '/events']) {
      calls.push(['GET', `${TASKS}/${id}${path}`, {}]);
    }
    calls.push(['POST', `${TASKS}/${id}/cancel`, {}], ['DELETE', `${TASKS}/${id}`, {}]);
    calls.push(['GET', `${USERS}/${id}`, {}], ['DELETE', `${USERS}/${id}`, {}]);
  }
  calls.push(['GET', `${USERS}/${api.admin.id.toUpperCase()}`, {}]);
  for (const index of ['-1', '1.5', 'x', '99999999', '1e3', '%30x']) {
    calls.push(['GET', `${TASKS}/00000000-0000-7000-8000-000000000000/items/${index}`, {}]);
  }
  await refused(calls, [404]);
  // The id of an account where a task's is asked for.
  await refused([['GET', `${TASKS}/${api.admin.id}`, {}]], [404]);
  await refused([['GET', `${TASKS}/%E0%A4%A`, {}]], [400]);
  await refused([['GET', `${TASKS}/${'A'.repeat(5_000)}`, {}]], [414]);
});

test('a number that no JavaScript number holds is refused wherever it stands, and named', async () => {
  const numbers = ['1e999', '-1E+400', `1${'0'.repeat(309)}`, `${'9'.repeat(300)}e9`];
  for (const number of numbers) {
    const cases: [method: string, path: string, raw: string, at: string][] = [
      ['PUT', `${USERS}/me/preferences`, `{"views":[{"width":${number}}]}`, 'views.0.width'],
      ['POST', TASKS, `{"type":"noop","params":{"count":${number}}}`, 'params.count'],
      ['POST', USERS, `{"email":"n@example.com","quotas":{"active_tasks":${number}}}`, 'quotas.active_tasks'],
      [
        'POST',
        '/api/v1/schedules',
        `{"name":"n","cron":"@daily","task":{"type":"noop","params":{"count":${number}}}}`,
        'task.params.count',
      ],
    ];
    for (const [method, path, raw, at] of cases) {
      const { status, body } = await api.admin.send(method, path, { raw, headers: JSON_TYPE });
      const details = [{ path: at, message: 'the number is too large' }];
      assert.deepEqual([status, body.error.details], [422, details], `${path} ${number}`);
    }
  }
  const kept = { width: 1e308, text: `1e999 ${'7'.repeat(400)}` };
  await api.admin.data('PUT', `${USERS}/me/preferences`, kept);
  assert.deepEqual(await api.admin.data('GET', `${USERS}/me/preferences`), kept);
});

test('what is not HTTP gets an answer in the format and the end of its connection', async () => {
  const ME = 'GET /api/v1/users/me HTTP/1.1\r\n';
  const large = `authorization: Bearer ${'x'.repeat(17_000)}`;
  const cases: [raw: string, status: number, type: string][] = [
    ['nonsense\r\n\r\n', 400, 'invalid_request'],
    ['GET / HTTP/1.1\r\nbad header\r\n\r\n', 400, 'invalid_request'],
    [`GET /${'x'.repeat(99_000)} HTTP/1.1\r\n\r\n`, 431, 'headers_too_large'],
    [`${ME}host: x\r\n${large}\r\n\r\n`, 431, 'headers_too_large'],
    [`${ME}connection: close\r\n\r\n`, 400, 'invalid_request'],
    [`${ME}host: a\r\nHost: b\r\nconnection: close\r\n\r\n`, 400, 'invalid_request'],
    [`${ME}host: x\r\nexpect: foo\r\nconnection: close\r\n\r\n`, 401, 'not_authenticated'],
  ];
  for (const [raw, status, type] of cases) {
    const { port } = new URL(api.nextUrl());
    const socket = connect(Number(port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.on('error', () => {}).on('close', () => resolve());
    socket.write(raw);
    await promise;
    const [head = '', body = ''] = text.split('\r\n\r\n');
    assert.equal(head.slice(9, 12), String(status), text);
    const { error, request_id } = JSON.parse(body);
    assert.equal(error.type, type);
    assert.match(request_id, /^[\w-]{8,}$/);
    assert.match(head, new RegExp(`x-request-id: ${request_id}`, 'i'));
  }
});
