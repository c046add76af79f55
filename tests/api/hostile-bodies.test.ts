import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { assertRefused, type Call, everything, JSON_TYPE, TASKS, USERS } from './refused-input.ts';
import { PASSWORD, startApi, type TestApi } from './start-api.ts';

/** Harmful and meaningless bodies get a catalogued 4xx and change nothing. */
let api: TestApi;
before(async () => {
  api = await startApi({ worker: true });
  await api.as('user');
});
after(() => api.close());

const refused = (calls: Call[], statuses: number[]) => assertRefused(api, calls, statuses);

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
    '{"type":"noop","params":{"count":1},"name":"\\ud800"}',
  ];
  await refused(
    bodies.flatMap((raw) =>
      [`${TASKS}/`, `${USERS}/`].map((path): Call => ['POST', path, { raw, headers: JSON_TYPE }]),
    ),
    [400],
  );
  const deep = [
    `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    `{"type":"noop","params":{"count":${'['.repeat(70)}1${']'.repeat(70)}}}`,
  ];
  await refused(
    deep.map((raw): Call => ['POST', `${TASKS}/`, { raw, headers: JSON_TYPE }]),
    [413],
  );
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
  const no_body = [`${TASKS}/${id}/cancel`, `${USERS}/${api.admin.id}/password-link`];
  for (const path of no_body)
    for (const raw of ['null', '[]', '[1]', '""', '0'])
      await refused([['POST', path, { raw, headers: JSON_TYPE }]], [422]);
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
    // Names that are looked at in time that grows with their square.
    ...[`a${'\u0301\u0327\u0316'.repeat(100_000)}`, '/'.repeat(500_000), '~'.repeat(500_000)].map((name) => [
      'POST',
      TASKS,
      { json: { type: 'image', params: { prompt: 'x', variables: { [name]: ['x'] } } } },
    ]),
  ] as Call[];
  await refused(calls, [413]);
  // As many as are taken, and all of them wrong: told in no more details than anybody reads.
  const json = { type: 'image', params: { prompt: 'x', variables: { a: zeros.slice(0, 19_000) } } };
  const { body } = await api.admin.fault('POST', TASKS, { json }, 'validation_failed');
  assert.ok(body.error.details.length <= 101, `${body.error.details.length} details`);
  const [long] = (
    await api.admin.fault('POST', USERS, { json: { ['x'.repeat(1_000)]: 1 } }, 'validation_failed')
  ).body.error.details.filter(({ path }: { path: string }) => path.startsWith('xx'));
  assert.equal(long.path.length, 200);
});

test('bodies that are too large are answered though they are still being sent', async () => {
  const raw = JSON.stringify({ type: 'noop', params: { count: 1 }, name: 'x'.repeat(10_000_000) });
  const before = await everything(api);
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
  assert.deepEqual(await everything(api), before);
});
