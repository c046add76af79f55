import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
after(() => agent.destroy());

interface Answer {
  status: number | undefined;
  type: string | undefined;
  connection: string | undefined;
}

async function post(path: string, headers: Record<string, string>, chunks: string[] = []): Promise<Answer> {
  const authorization = `Bearer ${api.admin.token}`;
  const call = request(`${api.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization, ...headers },
    agent,
  });
  for (const chunk of chunks) call.write(chunk);
  call.end();
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  const body = (await json(answer)) as { error?: { type: string } };
  return { status: answer.statusCode, type: body.error?.type, connection: answer.headers.connection };
}

const FRAMES: Record<string, string>[] = [{ 'content-length': '0' }, { 'transfer-encoding': 'chunked' }];
const TYPES = [
  ...[undefined, 'application/json', 'application/json; charset=utf-8', 'text/plain', 'application/xml'],
  ...['application/x-www-form-urlencoded', 'application/octet-stream', 'multipart/form-data; boundary=x'],
];

test('a body without bytes is none, however it is announced', async () => {
  const { id } = await api.account('user');
  for (const frame of FRAMES)
    for (const type of TYPES) {
      const headers = { ...frame, ...(type !== undefined && { 'content-type': type }) };
      const made = await post(`/users/${id}/password-link`, headers);
      assert.deepEqual([made.status, made.type], [201, undefined], JSON.stringify(headers));
      const needed = await post('/tasks', headers);
      assert.deepEqual([needed.status, needed.type], [422, 'validation_failed'], JSON.stringify(headers));
    }
  for (const type of ['x', '/', ''])
    assert.equal(
      (await post(`/users/${id}/password-link`, { 'content-length': '0', 'content-type': type })).status,
      201,
    );
});

test('bytes of a type that is not accepted are refused, and the connection stays', async () => {
  const { id } = await api.account('user');
  for (const path of [`/users/${id}/password-link`, '/tasks'])
    for (const type of TYPES.filter((one) => !one?.startsWith('application/json'))) {
      const typed: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      for (const [frame, chunks] of [
        [{ 'transfer-encoding': 'chunked' }, ['{}', 'x'.repeat(3_000_000)]],
        [{ 'content-length': '2' }, ['{}']],
      ] as const) {
        const answer = await post(path, { ...frame, ...typed }, [...chunks]);
        assert.deepEqual(
          answer,
          { status: 415, type: 'unsupported_media_type', connection: 'keep-alive' },
          `${path} ${type} ${JSON.stringify(frame)}`,
        );
      }
    }
});
