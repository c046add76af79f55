import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { ApiError, Client, type Connection, type TaskEvent } from '../../client/src/index.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Relay, refuse, startRelay } from './relay.ts';

let backend: Backend;
let relay: Relay;
let client: Client;
before(async () => {
  backend = await startBackend();
  relay = await startRelay(backend.url);
  client = new Client({ url: relay.url });
  await client.signIn({ email: 'admin@example.com', password: 'admin123' });
});
after(async () => {
  await relay.close();
  await backend.stop();
});

const openStreams = async () =>
  Number(/^event_streams (\d+)$/m.exec(await new Client({ url: backend.url }).api.metrics())?.[1]);
const noStreams = () => waitFor(async () => (await openStreams()) === 0, { what: 'the streams to end' });
const waiting = (seconds: number) => client.api.createTask({ type: 'wait', params: { seconds, steps: 5 } });

test('following a task shows each state once, the last one included, and then ends', async () => {
  const events: TaskEvent[] = [];
  for await (const event of client.follow(await waiting(0.4))) events.push(event);
  assert.equal(events.at(-1)?.status, 'completed');
  const revisions = events.map(({ revision }) => revision);
  assert.deepEqual(
    revisions,
    [...new Set(revisions)].sort((a, b) => a - b),
  );
  await noStreams();
});

test('a lost connection is restored and continues with a new snapshot', async () => {
  const task = await waiting(600);
  const connections: Connection[] = [];
  const statuses: string[] = [];
  for await (const { status } of client.follow(task, { onConnection: (one) => connections.push(one) })) {
    statuses.push(status);
    if (status !== 'processing' || connections.length > 2) continue;
    // The next snapshot contains what happens while there is no connection.
    relay.failures.push(refuse(503, '0'));
    relay.cut();
    void client.api.cancelTask({ id: task.id }, { idempotent: true });
  }
  assert.equal(statuses.at(-1), 'cancelled');
  assert.deepEqual(connections.slice(0, 4), ['connecting', 'open', 'waiting', 'connecting']);
  await noStreams();
});

test('pauses between attempts are no longer than wished for', async () => {
  const task = await waiting(600);
  const start = performance.now();
  let states = 0;
  for await (const _ of client.api.followTask({ id: task.id }, { longest_pause_ms: 10 })) {
    states += 1;
    if (relay.failures.length > 0) continue;
    if (states > 1) break;
    // Without the wish, the last of these pauses alone would be half a minute.
    for (let at = 0; at < 12; at += 1) relay.failures.push(refuse(503, '0'));
    relay.cut();
  }
  assert.ok(performance.now() - start < 15_000);
  await client.api.cancelTask({ id: task.id });
  await noStreams();
});

test('a stream that the server ends in order goes on without a word of a lost connection', async () => {
  const states = [
    { revision: 1, status: 'processing' },
    { revision: 2, status: 'completed' },
  ];
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/event-stream' });
    answer.end(`data: ${JSON.stringify(states.shift())}\n\n`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connections: Connection[] = [];
  const onConnection = (one: Connection) => connections.push(one);
  const seen: string[] = [];
  for await (const { status } of new Client({ url, key: 'b2_key' }).follow('a task', { onConnection }))
    seen.push(status);
  assert.deepEqual(seen, ['processing', 'completed']);
  assert.deepEqual(connections, ['connecting', 'open', 'connecting', 'open']);
  server.close();
});

test('wait returns a task once it has ended, even one that ended long ago', async () => {
  const task = await client.wait((await waiting(0.1)).id);
  assert.deepEqual([task.status, task.progress], ['completed', 100]);
  assert.equal((await client.wait(task)).id, task.id);
});

test('following all tasks continues until the loop is left, which closes the connection', async () => {
  const task = client.api.createTask({ type: 'noop', params: { count: 1 }, name: 'among all' });
  for await (const event of client.follow()) {
    if (event.id !== (await task).id || event.status !== 'completed') continue;
    assert.equal(event.name, 'among all');
    break;
  }
  await noStreams();
});

test('an abort ends follow and wait with its reason and closes the connection', async () => {
  const task = await waiting(600);
  const controller = new AbortController();
  const reason = new Error('the page was left');
  const { signal } = controller;
  const waited = assert.rejects(client.wait(task, { signal }), reason);
  const followed = assert.rejects(async () => {
    for await (const _ of client.follow(undefined, { signal }));
  }, reason);
  await waitFor(async () => (await openStreams()) === 2, { what: 'two streams' });
  controller.abort(reason);
  await waited;
  await followed;
  await noStreams();
  await client.api.cancelTask({ id: task.id });
});

test('a refusal ends following: a task that does not exist, nobody signed in', async () => {
  const unknown = client.wait('0190b8a3-1d44-7b02-8c11-2f3e4d5c6b7a');
  await assert.rejects(unknown, (error) => error instanceof ApiError && error.type === 'not_found');
  const nobody = new Client({ url: relay.url }).follow().next();
  await assert.rejects(nobody, (error) => error instanceof ApiError && error.status === 401);
});
