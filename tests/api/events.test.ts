import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { type Follower, follow as followAt } from './follower.ts';
import { type Account, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
before(async () => {
  api = await startApi({ worker: true });
});
after(() => api.close());

const TASKS = '/api/v1/tasks';
const FIELDS =
  'id type name status progress total_items completed_items failed_items cancelled_items in_flight runs_alone revision created_at updated_at owner thumbnail_url'.split(
    ' ',
  );

const follow = (who: Account, path: string, url = api.nextUrl()) => followAt(url, who.token, path);
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

test('a stream ends at once when its session, its key or its right does, at every process', async () => {
  const end_of: Record<string, (who: Account) => Promise<unknown>> = {
    logout: (who) => who.data('POST', '/api/v1/auth/logout', { refresh_token: who.refresh_token }),
    demotion: (who) => api.admin.data('PUT', `/api/v1/users/${who.id}`, { roles: ['guest'] }),
    disabling: (who) => api.admin.data('PUT', `/api/v1/users/${who.id}`, { is_active: false }),
    deletion: (who) => api.admin.data('DELETE', `/api/v1/users/${who.id}`),
  };
  const watched: { what: string; who: Account; followers: Follower[] }[] = [];
  for (const what of [...Object.keys(end_of), 'nothing']) {
    const who = await api.account('manager');
    const followers = await Promise.all(api.urls.map((url) => follow(who, `${TASKS}/events`, url)));
    watched.push({ what, who, followers });
  }
  const { id, key } = await api.admin.data('POST', '/api/v1/api-keys', { name: 'Followed' });
  const by_key = await Promise.all(api.urls.map((url) => followAt(url, key, `${TASKS}/events`)));
  const start = performance.now();
  for (const { what, who, followers } of watched) {
    await end_of[what]?.(who);
    await waitFor(() => followers.every(({ ended }) => ended === (what !== 'nothing')), { what });
  }
  await api.admin.data('DELETE', `/api/v1/api-keys/${id}`);
  await waitFor(() => by_key.every(({ ended }) => ended), { what: 'the end of the key' });
  // Before a heartbeat (15 s), with room for a busy machine.
  assert.ok(performance.now() - start < 12_000);
  for (const { followers } of watched) for (const follower of followers) follower.close();
});

test('streams end when the server closes', async () => {
  // Webs of its own, which nobody else needs.
  const own = await startApi({ env: { LOG_LEVEL: 'info' } });
  const followers = await Promise.all(own.urls.map((url) => follow(own.admin, `${TASKS}/events`, url)));
  const start = performance.now();
  await own.close();
  // Before a heartbeat (15 s), with room for a busy machine.
  assert.ok(performance.now() - start < 12_000);
  await waitFor(() => followers.every(({ ended }) => ended));
});
