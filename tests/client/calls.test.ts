import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApiError, Client, ConnectionError, type GetGridArgs } from '../../client/src/index.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { loseAnswer, type Relay, refuse, startRelay } from './relay.ts';

const ADMIN = { email: 'admin@example.com', password: 'admin123' };
let backend: Backend;
let relay: Relay;
let client: Client;
before(async () => {
  backend = await startBackend();
  relay = await startRelay(backend.url);
  client = new Client({ url: relay.url });
  await client.signIn(ADMIN);
});
after(async () => {
  await relay.close();
  await backend.stop();
});

const isApiError = (error: unknown, expected: Partial<ApiError>) => {
  assert.ok(error instanceof ApiError);
  assert.partialDeepStrictEqual({ ...error }, expected);
  return true;
};

test('awaiting a list gives its first page, and a loop gives the items of all pages', async () => {
  for (let n = 0; n < 7; n++)
    await client.api.createTask({ type: 'noop', params: { count: 1 }, name: `paged ${n}` });
  const list = client.api.listTasks({ q: 'paged', page_size: 3 });
  const first = await list;
  assert.deepEqual([first.items.length, first.total], [3, 7]);
  const names: string[] = [];
  for await (const { name } of list) names.push(name);
  assert.deepEqual(names, ['paged 6', 'paged 5', 'paged 4', 'paged 3', 'paged 2', 'paged 1', 'paged 0']);
  const sizes: number[] = [];
  for await (const page of client.api.listTasks({ q: 'paged', page_size: 3 }).pages())
    sizes.push(page.items.length);
  assert.deepEqual(sizes, [3, 3, 1]);
});

test('leaving the loop requests no further pages', async () => {
  const before = relay.seen.length;
  for await (const task of client.api.listTasks({ q: 'paged', page_size: 2 })) {
    assert.equal(task.name, 'paged 6');
    break;
  }
  assert.equal(relay.seen.length, before + 1);
});

test('arguments are sent in the path, the query or the body', async () => {
  const user = await client.api.createUser({ email: 'path@example.com', password: 'correct horse 7' });
  const changed = await client.api.updateUser({ id: user.id, fullname: 'Path & Query' });
  assert.equal(changed.fullname, 'Path & Query');
  assert.equal((await client.api.listUsers({ q: 'query', is_active: true })).items[0]?.id, user.id);
  assert.equal(await client.api.deleteUser({ id: user.id }), null);
  assert.ok(relay.seen.includes(`PUT /api/v1/users/${user.id}`));
});

test('a grid accepts values by name for variables that are on neither axis', async () => {
  const variables = { creature: ['fox', 'owl'], place: ['snow', 'sea'], time: ['dawn', 'dusk'] };
  const params = { prompt: 'a {creature} in {place} at {time}', variables, size: 64, seed: 1 };
  const { id } = await client.wait(await client.api.createTask({ type: 'image', params }));
  const of = { id, rows: 'creature', columns: 'place', cell: 32 };
  const grid = async (args: GetGridArgs) => Buffer.from(await (await client.api.getGrid(args)).arrayBuffer());
  const dawn = await grid({ ...of, 'where.time': 'dawn' });
  assert.ok(dawn.equals(await grid(of)));
  // The caption contains the value.
  assert.ok(!dawn.equals(await grid({ ...of, 'where.time': 'dusk' })));
  await assert.rejects(grid({ ...of, 'where.time': 'noon' }), { type: 'validation_failed' });
});

test('an error has status, type, message, details and request_id, in the language of the client', async () => {
  const wrong = () => client.api.createTask({ type: 'image', params: { prompt: '' } });
  await assert.rejects(wrong, (error) => {
    isApiError(error, { status: 422, type: 'validation_failed' });
    const { details, request_id, message } = error as ApiError;
    assert.equal(details[0]?.path, 'params.prompt');
    assert.ok(request_id && message.length > 0);
    return true;
  });
  client.language = 'zh';
  await assert.rejects(wrong, /[\u4e00-\u9fff]/);
  client.language = undefined;
  const unknown = client.api.getTask({ id: '0190b8a3-1d44-7b02-8c11-2f3e4d5c6b7a' });
  await assert.rejects(unknown, (error) => isApiError(error, { status: 404, type: 'not_found' }));
});

test('an answer that does not come from this API is an error too', async () => {
  relay.failures.push(refuse(418));
  await assert.rejects(client.api.getOwnAccount(), (error) =>
    isApiError(error, { status: 418, type: 'unexpected_answer', request_id: null }),
  );
  relay.failures.push(refuse(200));
  await assert.rejects(client.api.getOwnAccount(), (error) =>
    isApiError(error, { status: 200, type: 'unexpected_answer' }),
  );
});

test('a refused call is repeated after the time in Retry-After', async () => {
  relay.failures.push(refuse(503, '1'), refuse(429, '0'));
  const before = relay.seen.length;
  const began = performance.now();
  assert.equal((await client.api.getOwnAccount()).email, ADMIN.email);
  assert.equal(relay.seen.length, before + 3);
  assert.ok(performance.now() - began >= 1000);
});

test('the client does not wait for a long Retry-After, and retries end', async () => {
  relay.failures.push(refuse(429, '3600'));
  await assert.rejects(client.api.getOwnAccount(), (error) =>
    isApiError(error, { status: 429, retry_after: 3600 }),
  );
  const few = new Client({ url: relay.url, retries: 1 });
  relay.failures.push(refuse(503, '0'), refuse(503, '0'));
  await assert.rejects(few.api.live(), (error) => isApiError(error, { status: 503 }));
});

test('a call that creates a task is repeated after a lost answer and creates only one task', async () => {
  relay.failures.push(loseAnswer);
  const task = await client.api.createTask({ type: 'noop', params: { count: 1 }, name: 'only once' });
  const { items } = await client.api.listTasks({ q: 'only once' });
  assert.deepEqual(
    items.map(({ id }) => id),
    [task.id],
  );
  const keys = relay.headers.map((one) => one['idempotency-key']).filter(Boolean);
  assert.equal(keys.at(-1), keys.at(-2));
  await client.api.createTask({ type: 'noop', params: { count: 1 } }, { idempotency_key: 'mine' });
  assert.equal(relay.headers.at(-1)?.['idempotency-key'], 'mine');
});

test('a call that may have been executed is not repeated', async () => {
  const task = await client.api.createTask({ type: 'wait', params: { seconds: 600 } });
  relay.failures.push(loseAnswer);
  await assert.rejects(client.api.cancelTask({ id: task.id }), ConnectionError);
  assert.match((await client.api.getTask({ id: task.id })).status, /^cancel/);
});

test('an abort ends a call, and the wait before a retry, with the reason of the signal', async () => {
  const reason = new Error('not needed any more');
  await assert.rejects(client.api.getOwnAccount({ signal: AbortSignal.abort(reason) }), reason);
  const controller = new AbortController();
  relay.failures.push((from, to) => {
    refuse(503, '20')(from, to, async () => {});
    setTimeout(() => controller.abort(reason), 50);
  });
  await assert.rejects(client.api.getOwnAccount({ signal: controller.signal }), reason);
});

test('a server that never answers causes a ConnectionError', async () => {
  const hasty = new Client({ url: relay.url, timeout_ms: 50, retries: 0 });
  relay.failures.push(() => {});
  await assert.rejects(hasty.api.live(), ConnectionError);
  const nobody = new Client({ url: 'http://127.0.0.1:9', retries: 0 });
  await assert.rejects(nobody.api.live(), ConnectionError);
});

test('files can be read by name, in part, and by their link without signing in', async () => {
  const params = { prompt: 'a fox', size: 64, format: 'png' };
  const task = await client.wait(await client.api.createTask({ type: 'image', params }));
  assert.equal(task.status, 'completed');
  const [item] = (await client.api.listItems({ id: task.id })).items;
  const file = item?.files[0];
  assert.ok(file);
  const whole = await client.api.getFile({ id: task.id, index: 0, name: file.name });
  assert.equal((await whole.arrayBuffer()).byteLength, file.bytes);
  const range = { headers: { range: 'bytes=1-3' } };
  const part = await client.api.getFile({ id: task.id, index: 0, name: file.name }, range);
  assert.deepEqual([part.status, await part.text()], [206, 'PNG']);
  assert.equal((await fetch(client.link(file.url))).status, 200);
});
