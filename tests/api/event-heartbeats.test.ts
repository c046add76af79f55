import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { type Follower, follow } from './follower.ts';
import { startApi, type TestApi } from './start-api.ts';

/** A heartbeat comes every second, and two of them pass before a client that reads nothing is let go: with room for a busy machine. */
const HEARTBEAT_LIMIT_MS = 15_000;
const STALLED_LIMIT_MS = 60_000;

let api: TestApi;
before(async () => {
  api = await startApi({ worker: true, env: { EVENT_HEARTBEAT: '1' } });
});
after(() => api.close());

const TASKS = '/api/v1/tasks';

test('a stream ends within a heartbeat when its API key expires, of which nobody tells', async () => {
  const who = await api.account('user');
  const expires_at = new Date(Date.now() + 2_000).toISOString();
  const { key } = await who.data('POST', '/api/v1/api-keys', { name: 'Soon over', expires_at });
  const followers = await Promise.all(api.urls.map((url) => follow(url, key, `${TASKS}/events`)));
  for (const follower of followers) {
    await waitFor(() => follower.text.includes(':\n\n'), {
      what: 'a heartbeat',
      timeout_ms: HEARTBEAT_LIMIT_MS,
    });
    await waitFor(() => follower.ended, { what: 'the end', timeout_ms: HEARTBEAT_LIMIT_MS });
  }
  assert.ok(new Date().toISOString() > expires_at);
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
  const reader: Follower = await follow(api.url, user.token, `${TASKS}/events`);
  const streams = async () =>
    /event_streams (\d+)/.exec(await (await fetch(`${api.url}/metrics`)).text())?.[1];
  // Those of the tests before are closed by now, or about to be.
  await waitFor(async () => (await streams()) === '2');
  const params = { count: 1, does: 'listen' };
  const { id } = await user.data('POST', TASKS, { type: 'inline-probe', params });
  await waitFor(() => reader.events().some(({ data }) => data.id === id));
  const seen = reader.events().find(({ data }) => data.id === id)?.data;
  // States that are long enough to fill the buffers of the connection that nobody reads.
  const state = {
    ...seen,
    name: '长'.repeat(50_000),
    owner_id: user.id,
    shared: false,
    pictured: false,
    deleted: false,
  };
  let revision = 1_000;
  await waitFor(
    async () => {
      revision += 1;
      api.data.events.publish('task', { ...state, revision } as never); // the state as it came over HTTP
      await waitFor(() => reader.text.endsWith('\n\n') && reader.text.includes(`"revision":${revision}`));
      reader.text = '';
      return (await streams()) !== '2';
    },
    { what: 'the idle stream to be closed', timeout_ms: STALLED_LIMIT_MS },
  );
  assert.ok(revision < 2_000, 'the idle stream was still open after 150 MB');
  assert.equal(await streams(), '1');
  assert.equal(reader.ended, false);
  idle.resume();
  await waitFor(() => gone);
  reader.close();
});
