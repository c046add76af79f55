import assert from 'node:assert/strict';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { type Account, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi({ worker: true, heartbeat_ms: 100, single_web: true });
});
after(() => api.close());

const TASKS = '/api/v1/tasks';
const FIELDS =
  'id type name status progress total_items completed_items failed_items cancelled_items in_flight revision updated_at'.split(
    ' ',
  );

interface Follower {
  response: IncomingMessage;
  text: string;
  ended: boolean;
  events(): { event: string; id: string; data: Record<string, unknown> }[];
  close(): void;
}

async function follow(who: Account, path: string, url = api.url): Promise<Follower> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = { authorization: `Bearer ${who.token}` };
  const request = get(`${url}${path}`, { headers, agent: false }, resolve).on('error', reject);
  const response = await promise;
  assert.equal(response.statusCode, 200);
  const follower: Follower = {
    response,
    text: '',
    ended: false,
    events: () =>
      follower.text
        .split('\n\n')
        .slice(0, -1)
        .filter((block) => !block.startsWith(':'))
        .map((block) => {
          const lines = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s)));
          return { event: lines.event, id: lines.id, data: JSON.parse(lines.data) };
        }),
    close: () => request.destroy(),
  };
  response.setEncoding('utf8').on('data', (chunk) => {
    follower.text += chunk;
  });
  response
    .on('error', () => {})
    .on('close', () => {
      follower.ended = true;
    });
  return follower;
}

const started = (who: Account, count = 1, more = {}) =>
  who.data('POST', TASKS, { type: 'inline-probe', params: { count, does: 'listen' }, ...more });

test('one task is followed from its snapshot to its end', async () => {
  const user = await api.account('user');
  const { id } = await started(user, 2);
  const follower = await follow(user, `${TASKS}/${id}/events/`);
  const { headers } = follower.response;
  assert.equal(headers['content-type'], 'text/event-stream; charset=utf-8');
  assert.equal(headers['cache-control'], 'no-store');
  assert.ok(headers['x-request-id']);
  await waitFor(() => follower.events().length > 0, { what: 'the snapshot' });
  await user.data('POST', `${TASKS}/${id}/cancel`);
  await waitFor(() => follower.events().at(-1)?.data.status === 'cancelled');
  const events = follower.events();
  for (const { event, id: revision, data } of events) {
    assert.equal(event, 'task.updated');
    assert.equal(revision, String(data.revision));
    assert.deepEqual(Object.keys(data), FIELDS);
    assert.equal(data.id, id);
  }
  const revisions = events.map(({ data }) => Number(data.revision));
  assert.deepEqual(
    revisions,
    [...new Set(revisions)].sort((a, b) => a - b),
  );
  // A reconnect gets the state as it is.
  const again = await follow(user, `${TASKS}/${id}/events`);
  await waitFor(() => again.events().length === 1);
  assert.deepEqual(again.events()[0], events.at(-1));
  follower.close();
  again.close();
});

test('all visible tasks are followed, and no other', async () => {
  const [one, other] = [await api.account('user'), await api.account('user')];
  const earlier = (await started(one)).id;
  const [own, foreign, all] = await Promise.all(
    [one, other, await api.as('manager')].map((who) => follow(who, `${TASKS}/events`)),
  );
  assert.ok(own && foreign && all);
  const later = (await started(one)).id;
  const shared = (await started(one, 1, { shared: true })).id;
  const seen = (by: Follower) => new Set(by.events().map(({ data }) => data.id));
  await waitFor(() => [earlier, later, shared].every((id) => seen(own).has(id)));
  await waitFor(() => [earlier, later, shared].every((id) => seen(all).has(id)));
  await waitFor(() => seen(foreign).has(shared));
  assert.ok(!seen(foreign).has(earlier) && !seen(foreign).has(later));
  for (const one of [own, foreign, all]) one.close();
});

test('a stream ends when its task is deleted', async () => {
  const user = await api.account('user');
  const { id } = await started(user);
  const follower = await follow(user, `${TASKS}/${id}/events`);
  await user.data('DELETE', `${TASKS}/${id}`);
  await waitFor(() => follower.ended);
});

test('a stream ends within a heartbeat when its session or right does', async () => {
  const ends: [string, (who: Account) => Promise<unknown>][] = [
    ['logout', (who) => who.data('POST', '/api/v1/auth/logout', { refresh_token: who.refresh_token })],
    ['demotion', (who) => api.admin.data('PUT', `/api/v1/users/${who.id}`, { roles: ['guest'] })],
    ['disabling', (who) => api.admin.data('PUT', `/api/v1/users/${who.id}`, { is_active: false })],
    ['deletion', (who) => api.admin.data('DELETE', `/api/v1/users/${who.id}`)],
  ];
  for (const [what, end] of ends) {
    const who = await api.account('manager');
    const follower = await follow(who, `${TASKS}/events`);
    await waitFor(() => follower.text.includes(':\n\n'), { what: 'a heartbeat' });
    assert.equal(follower.ended, false, what);
    await end(who);
    await waitFor(() => follower.ended, { what: `the end after ${what}`, timeout_ms: 3_000 });
  }
});

test('a client that does not read delays nobody and is let go', async () => {
  const user = await api.account('user');
  const { port } = new URL(api.url);
  const idle = connect(Number(port), '127.0.0.1');
  idle.pause();
  idle.write(`GET ${TASKS}/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${user.token}\r\n\r\n`);
  let gone = false;
  idle
    .on('close', () => {
      gone = true;
    })
    .on('error', () => {});
  const reader = await follow(user, `${TASKS}/events`);
  const streams = async () =>
    /event_streams (\d+)/.exec((await api.anonymous.send('GET', '/metrics')).text)?.[1];
  // Those of the tests before are closed by now, or about to be.
  await waitFor(async () => (await streams()) === '2');
  const { id } = await started(user);
  await waitFor(() => reader.events().some(({ data }) => data.id === id));
  const seen = reader.events().find(({ data }) => data.id === id)?.data;
  // States that are long enough to fill the buffers of the connection that nobody reads.
  const state = { ...seen, name: '长'.repeat(50_000), owner_id: user.id, shared: false, deleted: false };
  for (let revision = 1_000; (await streams()) === '2'; revision += 1) {
    assert.ok(revision < 2_000, 'the idle stream is still open after 150 MB');
    api.data.events.publish('task', { ...state, revision } as never);
    await waitFor(() => reader.text.endsWith('\n\n') && reader.text.includes(`"revision":${revision}`));
    reader.text = '';
  }
  assert.equal(reader.ended, false);
  idle.resume();
  await waitFor(() => gone);
  reader.close();
});

test('streams end when the server closes', async () => {
  const own = await startApi({ heartbeat_ms: 60_000 });
  const follower = await follow(own.admin, `${TASKS}/events`, own.url);
  const start = performance.now();
  await own.close();
  assert.ok(performance.now() - start < 5_000);
  await waitFor(() => follower.ended);
});
