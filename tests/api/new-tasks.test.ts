import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi({ worker: true });
});
after(() => api.close());

const TASKS = '/api/v1/tasks';
const noop = (count = 1) => ({ type: 'noop', params: { count } });
test('a preview counts and names items, and stores nothing', async () => {
  const user = await api.as('user');
  const before = (await user.data('GET', TASKS)).total;
  const { count, labels } = await user.data('POST', `${TASKS}/preview`, {
    type: 'probe',
    params: { count: 250 },
  });
  assert.deepEqual([count, labels.length, labels[99]], [250, 100, { n: '99' }]);
  assert.equal((await user.data('GET', TASKS)).total, before);
});

test('task types come with their schemas', async () => {
  const types = await (await api.as('guest')).data('GET', '/api/v1/task-types/');
  const wait = types.find(({ type }: { type: string }) => type === 'wait');
  assert.deepEqual(wait.title, { en: 'Wait', zh: '等待' });
  assert.deepEqual(wait.params.properties.seconds.maximum, 3_600);
  assert.ok(types.some(({ type }: { type: string }) => type === 'image'));
});

test('every fault of a new task is named by its path', async () => {
  const user = await api.as('user');
  const paths = async (json: object) => {
    const { body } = await user.fault('POST', TASKS, { json }, 'validation_failed');
    return body.error.details.map(({ path }: { path: string }) => path).sort();
  };
  assert.deepEqual(await paths({ type: 'wait', params: {} }), ['params.seconds']);
  assert.deepEqual(await paths({ type: 'wait', params: { seconds: -1, hm: 1 } }), [
    'params.hm',
    'params.seconds',
  ]);
  assert.deepEqual(await paths({ type: 'nobody knows', params: {} }), ['type']);
  assert.deepEqual(await paths({ ...noop(), priority: 11, owner_id: 'x' }), ['owner_id', 'priority']);
  assert.deepEqual(await paths({ params: [] }), ['params', 'type']);
  assert.deepEqual(await paths({ ...noop(), name: 'line\nbreak' }), ['name']);
  assert.deepEqual(await paths({ type: 'image', params: { prompt: '' } }), ['params.prompt']);
});

test('a name that shows nothing is refused in words, wherever a name is given', async () => {
  const user = await api.as('user');
  const schedule = { cron: '@daily', task: noop() };
  const calls: [method: string, path: string, field: string, rest: object][] = [
    ['POST', TASKS, 'name', noop()],
    ['POST', '/api/v1/schedules', 'name', schedule],
    ['POST', '/api/v1/schedules', 'task.name', { ...schedule, name: 'x' }],
    ['POST', '/api/v1/api-keys', 'name', {}],
    ['PATCH', '/api/v1/users/me', 'fullname', {}],
  ];
  for (const [method, path, field, rest] of calls)
    for (const value of ['   ', '\u200b', '\u2028', 'a\u0085', 'a\u009b', '\ufffe']) {
      const [outer = '', inner] = field.split('.');
      const json = { ...rest, [outer]: inner ? { ...noop(), [inner]: value } : value };
      const { body } = await user.fault(method, path, { json }, 'validation_failed');
      const told = body.error.details.map(
        (one: { path: string; message: string }) => `${one.path} ${one.message}`,
      );
      assert.deepEqual(told, [`${field} must be one line of visible text without control characters`], path);
    }
  assert.equal((await user.data('PATCH', '/api/v1/users/me', { fullname: '' })).fullname, '');
  assert.equal((await user.data('POST', TASKS, { ...noop(), name: ' 狐狸 🦊 ' })).name, ' 狐狸 🦊 ');
});

test('faults of the body and of the params come together, and a missing field is told in one way', async () => {
  const user = await api.as('user');
  const details = async (path: string, json: object, headers = {}) => {
    const { body } = await user.fault('POST', path, { json, headers }, 'validation_failed');
    const { details } = body.error as { details: { path: string; message: string }[] };
    return details.map(({ path, message }) => `${path}: ${message}`).sort();
  };
  const json = { type: 'wait', params: { seconds: -1, hm: 1 }, priority: 11, nobody: 1 };
  assert.deepEqual(await details(TASKS, json), [
    'nobody: is not a known field',
    'params.hm: is not a known field',
    'params.seconds: must be at least 0',
    'priority: must be at most 10',
  ]);
  // What only the task type itself can say, too; and the header.
  const unused = { type: 'image', params: { prompt: 'x', variables: { a: ['b'] } }, name: '' };
  assert.deepEqual(await details(TASKS, unused, { 'idempotency-key': 'a b' }), [
    'idempotency-key: must have 1 to 200 visible ASCII characters, without spaces',
    'name: must have at least 1 character',
    'params.variables.a: is not used in the prompt; put {a} into it, or remove the variable',
  ]);
  assert.deepEqual(await details(TASKS, { type: 'nobody knows', params: {}, priority: 'x' }), [
    'priority: must be a whole number',
    `type: is not a known task type; known are ${(await user.data('GET', '/api/v1/task-types')).map(({ type }: { type: string }) => type).join(', ')}`,
  ]);
  for (const path of [TASKS, `${TASKS}/preview`]) {
    assert.deepEqual(await details(path, { type: 'wait', params: {}, nobody: 1 }), [
      'nobody: is not a known field',
      'params.seconds: is required',
    ]);
  }
  assert.deepEqual(await details(TASKS, {}), ['params: is required', 'type: is required']);
  assert.deepEqual(await details(TASKS, { type: 7, params: [] }), [
    'params: must be an object',
    'type: must be a text',
  ]);
  // What the type cannot even check leaves the faults of the body as they are.
  const unprepared = { type: 'odd', params: { does: 'throw in prepare' } };
  assert.deepEqual(await details(TASKS, { ...unprepared, priority: 0 }), ['priority: must be at least 1']);
  const { body } = await user.fault('POST', TASKS, {}, 'validation_failed');
  assert.deepEqual(body.error.details, [{ path: 'body', message: 'is required' }]);
});

test('a task without a name is named in the language of who creates it', async () => {
  const user = await api.as('user');
  const json = { type: 'wait', params: { seconds: 5 } };
  const made = await user.send('POST', TASKS, { json, headers: { 'accept-language': 'zh-CN' } });
  assert.equal(made.body.data.name, '等待 5 秒');
  assert.equal((await user.data('POST', TASKS, json)).name, 'Wait 5 s');
});

test('details are Chinese for whoever asks for Chinese, wherever they come from', async () => {
  const user = await api.as('user');
  const zh = { 'accept-language': 'zh-CN,zh;q=0.9' };
  const calls: [string, string, object | undefined][] = [
    ['POST', TASKS, { type: 'wait', params: { seconds: -1, hm: 1 }, priority: 11, nobody: 1 }],
    ['POST', TASKS, { type: 'wait', params: {} }],
    ['POST', TASKS, { type: 'nobody knows', params: {} }],
    ['POST', TASKS, { type: 'image', params: { prompt: '{a} {seed}', ratio: '100:1', style: 'x' } }],
    [
      'POST',
      TASKS,
      {
        type: 'image',
        params: {
          prompt: '{a} {seed}',
          ratio: '100:1',
          variables: { b: ['x'], seed: ['x'], style: ['x'], ratio: ['x', '1:9'] },
        },
      },
    ],
    [
      'POST',
      TASKS,
      { type: 'image', params: { prompt: '{a}'.repeat(1_000), variables: { a: ['x'.repeat(500)] } } },
    ],
    [
      'POST',
      TASKS,
      {
        type: 'image',
        params: { prompt: '{a}{b}{c}', variables: { a: fifty(), b: fifty(), c: fifty() } },
      },
    ],
    ['POST', TASKS, { type: 'noop', params: { count: 999_999 } }],
    ['POST', TASKS, undefined],
    ['GET', `${TASKS}?page=5000`, undefined],
    ['GET', `${TASKS}?page=2&cursor=x`, undefined],
    ['GET', `${TASKS}?cursor=x`, undefined],
    ['GET', `${TASKS}?status=x`, undefined],
    ['PATCH', '/api/v1/users/me', { email: 'nobody' }],
    ['POST', `${TASKS}/00000000-0000-7000-8000-000000000000/cancel`, { x: 1 }],
  ];
  for (const [method, path, json] of calls) {
    const { body } = await user.fault(method, path, { json, headers: zh }, 'validation_failed');
    assert.ok(body.error.details.length > 0);
    for (const { path: at, message } of body.error.details) {
      assert.match(
        message,
        /\p{Script=Han}/u,
        `${method} ${path} ${JSON.stringify(json)?.slice(0, 200)}: ${at} ${message}`,
      );
    }
  }
});
const fifty = () => Array.from({ length: 50 }, (_, at) => `v${at}`);

test('a cursor leads on in its own list, order and filters alone', async () => {
  const user = await api.account('user');
  const [one, other] = await Promise.all(
    [4, 4].map(async (count) => (await user.data('POST', TASKS, noop(count))).id),
  );
  const cursorOf = async (list: string) => (await user.data('GET', `${list}page_size=1`)).next_cursor;
  const lists = [
    `${TASKS}?`,
    `${TASKS}?order=oldest&`,
    `${TASKS}?type=noop&`,
    `${TASKS}/${one}/items?`,
    `${TASKS}/${other}/items?`,
  ];
  const cursors = await Promise.all(lists.map(cursorOf));
  for (const [at, list] of lists.entries())
    for (const [from, cursor] of cursors.entries()) {
      const path = `${list}page_size=1&cursor=${cursor}`;
      if (from === at) assert.equal((await user.data('GET', path)).page, 2, path);
      else {
        const { body } = await user.fault('GET', path, {}, 'validation_failed');
        assert.match(body.error.details[0].message, /^comes from another list/, path);
      }
    }
  // The default order may be named, a range of time may move on, and a cursor of an earlier version has no mark.
  const [cursor] = cursors;
  const since = '2020-01-01T00:00:00.000Z';
  const marked = Buffer.from(cursor, 'base64url').toString();
  const earlier = Buffer.from(marked.replace(/\.\w+$/, '')).toString('base64url');
  for (const query of [
    `order=newest&cursor=${cursor}`,
    `created_after=${since}&cursor=${cursor}`,
    `cursor=${earlier}`,
  ])
    assert.equal((await user.data('GET', `${TASKS}?page_size=1&${query}`)).page, 2, query);
});
