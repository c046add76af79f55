import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import type { Sent } from './api-client.ts';
import { PASSWORD, startApi, type TestApi } from './start-api.ts';

/** Input that means harm, or nothing: always a catalogued 4xx (checked for every answer by `answerCheck`), nothing changed. */
let api: TestApi;
before(async () => {
  api = await startApi({ worker: true });
  await api.as('user');
});
after(() => api.close());

const USERS = '/api/v1/users';
const TASKS = '/api/v1/tasks';
const JSON_TYPE = { 'content-type': 'application/json' };

async function everything(): Promise<unknown> {
  const { users, tasks } = api.database;
  return { users: await users.page({ limit: 1_000 }), tasks: (await tasks.page({ limit: 1_000 })).tasks };
}

async function refused(
  calls: [method: string, path: string, sent: Sent][],
  statuses: number[],
): Promise<void> {
  const before = await everything();
  for (const [method, path, sent] of calls) {
    const { status, text } = await api.admin.send(method, path, sent);
    const shown = JSON.stringify(sent).slice(0, 200);
    assert.ok(statuses.includes(status), `${method} ${path} ${shown}: ${status} ${text}`);
  }
  assert.deepEqual(await everything(), before);
}

test('bodies that are not JSON', async () => {
  const bodies = [
    '{',
    '{"type":"wait"',
    "{'type':'wait'}",
    '{"type":"wait",}',
    'undefined',
    'NaN',
    '\u0000',
    '<xml/>',
    Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    Buffer.from('{"type":"\xc3\x28","params":{}}', 'latin1'),
    Buffer.from('{"type":"wait","params":{}}', 'utf16le'),
    `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    `{"type":"noop","params":{"count":${'['.repeat(70)}1${']'.repeat(70)}}}`,
    '{"type":"noop","params":{"count":1},"name":"\\ud800"}',
  ];
  await refused(
    bodies.flatMap((raw) =>
      [`${TASKS}/`, `${USERS}/`].map((path): [string, string, Sent] => [
        'POST',
        path,
        { raw, headers: JSON_TYPE },
      ]),
    ),
    [400],
  );
});

test('prototype pollution', async () => {
  const raw = [
    '{"__proto__":{"roles":["admin"]},"email":"p@example.com","password":"long enough"}',
    '{"email":"p@example.com","password":"long enough","\\u005f_proto__":{"x":1}}',
    '{"type":"noop","params":{"count":1,"__proto__":{"x":1}}}',
    '{"constructor":{"prototype":{"x":1}}}',
  ];
  const calls = raw.map((one): [string, string, Sent] => [
    'POST',
    one.includes('type') ? TASKS : USERS,
    { raw: one, headers: JSON_TYPE },
  ]);
  await refused(calls, [400]);
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
  const calls: [string, string, Sent][] = [];
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
  const calls: [string, string, Sent][] = operators.flatMap((value): [string, string, Sent][] => [
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
  const calls: [string, string, Sent][] = [];
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

test('bodies of the wrong type, of none, and where none belongs', async () => {
  const types = [
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'x',
    '/',
  ];
  const raw = '{"type":"noop","params":{"count":1}}';
  await refused(
    types.map((type) => ['POST', TASKS, { raw, headers: { 'content-type': type } }]),
    [415],
  );
  const form = { email: 'a@example.com', password: PASSWORD };
  await refused([['POST', USERS, { form }]], [415]);
  await refused([['POST', '/api/v1/auth/refresh', { form: { refresh_token: 'x' } }]], [415]);
  await refused([['POST', TASKS, { raw }]], [415]);
  // What is packed is not unpacked, and not taken for what it is not.
  for (const encoding of ['gzip', 'br', 'x', 'gzip, identity']) {
    const headers = { ...JSON_TYPE, 'content-encoding': encoding };
    await refused([['POST', TASKS, { raw, headers }]], [415]);
  }
  await refused(
    [
      ['POST', TASKS, {}],
      ['POST', TASKS, { headers: JSON_TYPE }],
      ['POST', TASKS, { raw: 'null', headers: JSON_TYPE }],
      ['PUT', `${USERS}/${api.admin.id}`, {}],
    ],
    [422],
  );
  const listens = { type: 'inline-probe', params: { does: 'listen' } };
  const { id } = await api.admin.data('POST', TASKS, listens);
  // What runs changes by itself until then, and would look like what a refused call did.
  await waitFor(async () => (await api.admin.data('GET', `${TASKS}/${id}`)).in_flight === 1);
  for (const path of [`${TASKS}/${id}/cancel`, `${TASKS}/${id}/retry`]) {
    await refused([['POST', path, { json: { force: true } }]], [422]);
  }
  await refused([['DELETE', `${USERS}/${api.admin.id}`, { json: { really: true } }]], [422]);
  // A content type without a body is what many clients send with every call.
  const { status } = await api.admin.send('POST', `${TASKS}/${id}/cancel`, { headers: JSON_TYPE });
  assert.equal(status, 200);
  await waitFor(async () => (await api.admin.data('GET', `${TASKS}/${id}`)).status === 'cancelled');
});

test('bodies of more values than anybody checks by hand are refused before they are parsed', async () => {
  const zeros = Array(200_000).fill(0);
  const names = Object.fromEntries(zeros.map((_, at) => [`k${at}`, 0]));
  const calls = [
    ['POST', TASKS, { json: { type: 'image', params: { prompt: 'x', variables: { a: zeros } } } }],
    ['POST', USERS, { json: { roles: zeros } }],
    ['PUT', `${USERS}/${api.admin.id}`, { json: { roles: zeros } }],
    [
      'POST',
      TASKS,
      {
        json: {
          type: 'image',
          params: { prompt: 'x', ...Object.fromEntries(Object.entries(names).slice(0, 50_000)) },
        },
      },
    ],
    ['POST', '/api/v1/auth/login', { json: { email: zeros } }],
  ] as [string, string, Sent][];
  await refused(calls, [413]);
  // As many as are taken, and all of them wrong: told in no more details than anybody reads.
  const json = { type: 'image', params: { prompt: 'x', variables: { a: zeros.slice(0, 19_000) } } };
  const { body } = await api.admin.fault('POST', TASKS, { json }, 'validation_failed');
  assert.ok(body.error.details.length <= 50, `${body.error.details.length} details`);
  const [long] = (
    await api.admin.fault('POST', USERS, { json: { ['x'.repeat(500_000)]: 1 } }, 'validation_failed')
  ).body.error.details.filter(({ path }: { path: string }) => path.startsWith('xx'));
  assert.equal(long.path.length, 200);
});

test('bodies that are too large are answered though they are still being sent', async () => {
  const raw = JSON.stringify({ type: 'noop', params: { count: 1 }, name: 'x'.repeat(10_000_000) });
  const before = await everything();
  const framings = [
    `content-length: ${raw.length}\r\n\r\n${raw}`,
    // Without a length, so that the server finds out by reading.
    `transfer-encoding: chunked\r\n\r\n${raw.length.toString(16)}\r\n${raw}\r\n0\r\n\r\n`,
  ];
  for (const path of [TASKS, USERS, '/api/v1/auth/login', '/api/v1/auth/token']) {
    for (const framing of framings) {
      const { port } = new URL(api.nextUrl());
      const socket = connect(Number(port), '127.0.0.1');
      const { promise, resolve } = Promise.withResolvers<string>();
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('error', (error) => resolve(`${text} and then ${error}`)).on('close', () => resolve(text));
      const type = path.endsWith('token') ? 'x-www-form-urlencoded' : 'json';
      const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/${type}\r\nauthorization: Bearer ${api.admin.token}`;
      socket.write(`${head}\r\n${framing}`);
      // The connection is good for another call, the last one.
      socket.write('GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
      const answer = await promise;
      assert.match(answer, /^HTTP\/1.1 413 /, answer.slice(0, 200));
      assert.match(answer, path.endsWith('token') ? /"error":"invalid_request"/ : /"type":"body_too_large"/);
      assert.match(answer, /HTTP\/1.1 200 OK.*\{"status":"ok"\}$/s);
    }
  }
  assert.deepEqual(await everything(), before);
});

test('what is not HTTP gets an answer in the format and the end of its connection', async () => {
  const large = `authorization: Bearer ${'x'.repeat(17_000)}`;
  const cases: [raw: string, status: number, type: string][] = [
    ['nonsense\r\n\r\n', 400, 'invalid_request'],
    ['GET / HTTP/1.1\r\nbad header\r\n\r\n', 400, 'invalid_request'],
    [`GET /${'x'.repeat(99_000)} HTTP/1.1\r\n\r\n`, 431, 'headers_too_large'],
    [`GET /api/v1/users/me HTTP/1.1\r\nhost: x\r\n${large}\r\n\r\n`, 431, 'headers_too_large'],
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
    assert.equal(JSON.parse(body).error.type, type);
  }
});
