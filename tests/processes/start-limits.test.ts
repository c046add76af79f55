/** Limits of a task type over worker processes, against a server that counts what calls it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Client } from '../support/backend.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { requireService } from '../support/services.ts';
import { ended, RECOVERY_MS } from '../support/task-checks.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const RUNNING = 3;
const RATE = { limit: 10, per: 1_000 };

/** Answers after a while, or once it is told to. */
class CountingServer {
  readonly #server = createServer((request, response) => {
    const query = new URL(request.url as string, 'http://localhost').searchParams;
    const call = { response, pid: Number(query.get('pid')), key: query.get('key') };
    this.pids.add(call.pid);
    for (const { key } of this.open) this.same_key ||= key !== null && key === call.key;
    this.arrivals.push(performance.now());
    this.begins.push(Number(query.get('began')));
    this.open.add(call);
    this.most_open = Math.max(this.most_open, this.open.size);
    response.on('close', () => this.open.delete(call));
    if (!this.holds || query.has('ms')) setTimeout(() => response.end(), Number(query.get('ms') ?? 0));
  });
  readonly open = new Set<{ response: ServerResponse; pid: number; key: string | null }>();
  readonly pids = new Set<number>();
  /** Two calls with the same key were under way at once. */
  same_key = false;
  readonly arrivals: number[] = [];
  /** When the handlers began, by their own clock. */
  readonly begins: number[] = [];
  most_open = 0;
  holds = true;

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Answers what it holds, and from now on at once. */
  letGo(): void {
    this.holds = false;
    for (const { response } of this.open) response.end();
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** The most of these times that lie within one window of so many milliseconds. */
function mostWithin(times: readonly number[], ms: number): number {
  const sorted = times.toSorted((x, y) => x - y);
  let from = 0;
  let most = 0;
  for (const [at, time] of sorted.entries()) {
    while (time - (sorted[from] as number) >= ms) from += 1;
    most = Math.max(most, at - from + 1);
  }
  return most;
}

if (requireService('mongodb', 'redis')) {
  let cluster: Cluster;
  let client: Client;
  const server = new CountingServer();

  before(async () => {
    const [types_dir, url] = [await tempFolder(), await server.listen()];
    writeFileSync(
      join(types_dir, 'call.mjs'),
      `export default {
        type: 'call', params: { type: 'object' }, isolation: 'inline', concurrency: 50,
        running: ${RUNNING}, rate: ${JSON.stringify(RATE)},
        plan: ({ count, ms }) => ({ count, item: () => ({ input: { ms } }) }),
        async run({ ms }) {
          const query = new URLSearchParams({ pid: process.pid, began: Date.now(), ...(ms && { ms }) });
          await fetch('${url}?' + query);
        },
      };`,
    );
    writeFileSync(
      join(types_dir, 'keyed.mjs'),
      `export default {
        type: 'keyed', params: { type: 'object' }, isolation: 'inline', concurrency: 50, pool: 'gpu',
        running: 1, limitKey: ({ key }) => key,
        plan: ({ count, keys }) => ({ count, item: (index) => ({ input: { key: keys[index % keys.length] } }) }),
        async run({ key }) {
          const query = new URLSearchParams({ pid: process.pid, began: Date.now(), ms: 10, key });
          await fetch('${url}?' + query);
        },
      };`,
    );
    cluster = await startCluster({ webs: 1, workers: 3, schedulers: 1 }, { TASK_TYPES_DIR: types_dir });
    client = await cluster.client();
  });
  after(async () => {
    server.close();
    await cluster.stop();
  });

  const create = async (params: object, type = 'call') =>
    (await client.ok('POST', '/tasks/', { type, params })).id;

  test('three workers keep to running and rate; the places of a killed one come back', async () => {
    const held = await create({ count: RUNNING });
    await waitFor(() => server.open.size === RUNNING, { what: 'as many calls as may run' });
    const pid = [...server.open][0]?.pid;
    const victim = cluster.workers.find(({ child }) => child.pid === pid);
    assert.ok(victim);
    victim.child.kill('SIGKILL');
    await waitFor(() => server.open.size < RUNNING);
    // Others wait meanwhile, and get what places there are.
    const busy = await create({ count: 25, ms: 20 });
    // Of what the dead one had, every place is used again.
    const recovery = { timeout_ms: RECOVERY_MS, what: 'the places to come back' };
    await waitFor(() => server.open.size === RUNNING, recovery);
    server.letGo();
    await ended(client, held);
    await ended(client, busy);

    assert.ok(server.most_open <= RUNNING, `${server.most_open} at once`);
    const { begins, arrivals } = server;
    assert.ok(mostWithin(begins, RATE.per - 1) <= RATE.limit, `${mostWithin(begins, RATE.per)} begun`);
    // On a busy machine a call takes its time from the handler to here: by as much as that varies, calls come closer together.
    const delays = arrivals.map((at, call) => performance.timeOrigin + at - (begins[call] as number));
    const arrived = mostWithin(arrivals, RATE.per - (Math.max(...delays) - Math.min(...delays)));
    assert.ok(arrived <= RATE.limit + 1, `${arrived} arrived within a second`);
  });

  test('items wait for workers of their pool, which keep to one item for each key', async () => {
    const before = server.arrivals.length;
    const gpu = async () =>
      (await client.ok('GET', '/system')).pools.find(({ name }: { name: string }) => name === 'gpu');
    const id = await create({ count: 24, keys: ['a', 'b', 'c'] }, 'keyed');
    await waitFor(async () => (await gpu()).turns_waiting === 24);
    assert.deepEqual([(await gpu()).workers, (await gpu()).task_types], [0, ['keyed']]);
    server.pids.clear();
    const env = { WORKER_POOLS: 'gpu' };
    const workers = await Promise.all([1, 2].map(() => cluster.start('worker', { env })));
    await ended(client, id);
    assert.equal((await client.ok('GET', `/tasks/${id}`)).completed_items, 24);
    assert.equal(server.arrivals.length - before, 24);
    assert.equal(server.same_key, false);
    const pids = new Set(workers.map(({ child }) => child.pid));
    assert.ok([...server.pids].every((pid) => pids.has(pid)));
    const listed: { pid: number; pools: string[] }[] = (await client.ok('GET', '/workers')).items;
    const of_gpu = listed.filter(({ pools }) => pools.join() === 'gpu').map(({ pid }) => pid);
    assert.deepEqual(new Set(of_gpu), pids);
  });
}
