import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Backend, Client } from '../support/backend.ts';
import type { Cluster } from '../support/cluster.ts';
import { requireService } from '../support/services.ts';
import { sharedCluster } from '../support/shared-cluster.ts';
import { RECOVERY_MS } from '../support/task-checks.ts';
import { waitFor } from '../support/wait-for.ts';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

/** Far more than are on their way at once (8 places at each worker), so that many ends come before, at and after each kill. */
const TASKS = 300;
const IN_BATCH = 50;

if (requireService('mongodb', 'redis')) {
  let cluster: Cluster;
  let client: Client;
  let receiver: WebhookReceiver;

  before(async () => {
    receiver = await startReceiver();
    cluster = await sharedCluster.take();
    client = await cluster.client(1);
  });
  after(async () => {
    await sharedCluster.leave();
    await receiver.close();
  });

  /** As long as it takes: leases of a dead worker last 10 s, and an end that it kept for itself is looked for after 15 s. */
  test(`${TASKS} task ends, a web and a worker killed meanwhile: each is delivered, and verifies`, async () => {
    const hook = await client.ok('POST', '/webhooks', {
      url: receiver.url,
      events: ['task.completed', 'task.failed', 'task.cancelled'],
    });
    // Some receivers' troubles are part of it.
    receiver.answer = (response, { headers }) => {
      const hiccup = receiver.received.length % 37 === 0;
      response.writeHead(hiccup ? 503 : 200, { 'x-id': headers['webhook-id'] }).end();
    };
    const tasks = async () => (await client.ok('GET', '/tasks')).total as number;
    const earlier = await tasks();
    const batch = { tasks: Array.from({ length: IN_BATCH }, () => ({ type: 'noop', params: { count: 1 } })) };
    const ids: string[] = [];
    for (let made = 0; made < TASKS; made += IN_BATCH) {
      const { items } = await client.ok('POST', '/tasks/batch', batch);
      ids.push(...items.map(({ id }: { id: string }) => id));
      if (made === 100) await (cluster.workers[0] as Backend).kill();
      if (made === 200) await (cluster.webs[0] as Backend).kill();
    }
    const told = () => new Set(receiver.received.map(({ body }) => body.data.id as string));
    const allTold = () => {
      const all = told();
      return ids.every((id) => all.has(id));
    };
    await waitFor(allTold, {
      timeout_ms: RECOVERY_MS,
      what: 'every end to be told',
    });
    for (const one of receiver.received) {
      receiver.verify(hook.secret, one);
      assert.equal(one.body.type, `task.${one.body.data.status}`);
    }
    const messages = new Map(
      receiver.received.map(({ body, headers }) => [body.data.id, headers['webhook-id']]),
    );
    assert.equal(messages.size, TASKS);
    // Nothing of it is a task of anybody.
    assert.equal(await tasks(), earlier + TASKS);
    const { items } = await client.ok('GET', '/tasks?page_size=100');
    assert.ok(items.every(({ type }: { type: string }) => type === 'noop'));
    await client.ok('DELETE', `/webhooks/${hook.id}`);
  });
}
