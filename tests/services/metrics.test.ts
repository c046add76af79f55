import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import type { Registry } from 'prom-client';
import { buildApp } from '../../src/api/build-app.ts';
import { workerMeasures } from '../../src/processes/measures.ts';
import { MetricsPage } from '../../src/telemetry/metrics-page.ts';
import { metricsRegistry } from '../../src/telemetry/metrics-registry.ts';
import { MetricsServer } from '../../src/telemetry/metrics-server.ts';
import type { Worker } from '../../src/worker/worker.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

const DEPLOY = resolve(import.meta.dirname, '../../deploy');

let own: Engine;
let worker: Worker;
before(async () => {
  own = await openEngine();
  worker = await own.startWorker(2);
  const { task } = await own.creation.create(own.actor, own.actor.id, { type: 'noop', params: { count: 3 } });
  await waitFor(async () => (await own.data.database.tasks.get(task.id))?.status === 'completed');
  // The worker counts what it has stored a moment after others can see it.
  const counted = async () => linesOf(await metricsRegistry(everyMeasure()).metrics());
  await waitFor(async () => (await counted()).some((line) => line.startsWith('tasks_finished_total')));
});
after(() => own.stop());

const everyMeasure = () => [...(own.services.measures ?? []), ...workerMeasures(worker)];

/** Names and values, without comments. */
const linesOf = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const numberAt = (lines: string[], start: string) =>
  Number(
    lines
      .find((line) => line.startsWith(`${start} `))
      ?.split(' ')
      .at(-1),
  );

/** Names of metrics in a PromQL expression: what is left without labels, functions, numbers and words of the language. */
function namesIn(expression: string): string[] {
  const bare = expression
    .replace(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ')
    .replace(/\b\w+\s*\(/g, ' ');
  const words = new Set(['and', 'or', 'unless', 'bool', 'offset', 'by']);
  return [...bare.matchAll(/[a-z_][a-z0-9_:]*/gi)].map(([name]) => name).filter((name) => !words.has(name));
}

test('tasks, items, waits and runs are told by type, and what this worker does', async () => {
  const lines = linesOf(await metricsRegistry(everyMeasure()).metrics());
  assert.equal(numberAt(lines, 'tasks_created_total{type="noop"}'), 1);
  assert.equal(numberAt(lines, 'tasks_finished_total{type="noop",status="completed"}'), 1);
  assert.equal(numberAt(lines, 'item_attempts_total{type="noop",outcome="completed"}'), 3);
  for (const name of ['item_wait_seconds', 'item_run_seconds']) {
    assert.equal(numberAt(lines, `${name}_count{type="noop"}`), 3);
    assert.equal(numberAt(lines, `${name}_bucket{type="noop",le="+Inf"}`), 3);
    const buckets = lines
      .filter((line) => line.startsWith(`${name}_bucket`))
      .map((line) => Number(line.split(' ').at(-1)));
    assert.deepEqual(
      buckets,
      buckets.toSorted((a, b) => a - b),
      'each bucket holds those below it',
    );
  }
  assert.equal(numberAt(lines, 'worker_places'), 2);
  assert.equal(numberAt(lines, 'worker_draining'), 0);
  assert.ok(numberAt(lines, 'worker_lease_age_seconds') < 10);
  assert.equal(numberAt(lines, 'component_up{component="database"}'), 1);
});

test('every metric in the dashboard and in the alert rules is there', async () => {
  const app = buildApp({ ...own.services, measures: everyMeasure() }, own.settings);
  await app.inject('/health');
  const { body } = await app.inject('/metrics');
  await app.close();
  const told = new Set(
    [...body.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', kind]) =>
      kind === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
  const dashboard = readFileSync(join(DEPLOY, 'grafana/backend2.json'), 'utf8');
  const alerts = readFileSync(join(DEPLOY, 'prometheus/alerts.yaml'), 'utf8');
  const expressions = [
    ...JSON.parse(dashboard).panels.flatMap((panel: { targets: { expr: string }[] }) =>
      panel.targets.map(({ expr }) => expr),
    ),
    ...[...alerts.matchAll(/^ +expr: (?:>-\n((?: {10}.*\n)+)|(.*)\n)/gm)].map(
      ([, folded, line]) => folded ?? line,
    ),
  ];
  const written = (dashboard.match(/"expr":/g)?.length ?? 0) + (alerts.match(/ expr:/g)?.length ?? 0);
  assert.equal(expressions.length, written);
  const used = expressions.flatMap(namesIn);
  assert.ok(used.length >= expressions.length);
  assert.deepEqual(
    used.filter((name) => !told.has(name)),
    [],
  );
});

test('all who read the metrics within a second share one page', async (t) => {
  let read = 0;
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const measure = { kind: 'gauge', name: 'reads', help: 'Reads.', read: async () => ++read } as const;
  const app = buildApp({ ...own.services, measures: [measure] }, own.settings);
  const pages = () => Promise.all(Array.from({ length: 5 }, async () => (await app.inject('/metrics')).body));
  for (const [at, made] of [
    [0, 1],
    [999, 1],
    [1_001, 2],
  ] as const) {
    now = at;
    const texts = await pages();
    assert.equal(new Set(texts).size, 1);
    assert.ok(texts[0]?.includes(`\nreads ${made}\n`));
    assert.equal(read, made);
  }
  await app.close();
});

test('a page that could not be made is made again', async () => {
  let fails = true;
  const registry = {
    contentType: 'text/plain',
    metrics: async () => (fails ? Promise.reject(new Error('away')) : 'up 1'),
  };
  const page = new MetricsPage(registry as unknown as Registry); // The page uses nothing else of it.
  await assert.rejects(page.read(), /away/);
  fails = false;
  assert.equal(String(await page.read()), 'up 1');
});

test('a process without HTTP serves its metrics, and nothing else, at a port of its own', async () => {
  const page = new MetricsPage(metricsRegistry(everyMeasure()));
  const server = await MetricsServer.start(page, { host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${server.port}`;
  const good = await fetch(`${url}/metrics?x`);
  assert.deepEqual([good.status, good.headers.get('content-type')?.slice(0, 10)], [200, 'text/plain']);
  assert.match(await good.text(), /^worker_places 2$/m);
  assert.equal((await fetch(`${url}/`)).status, 404);
  assert.equal((await fetch(`${url}/metrics`, { method: 'POST' })).status, 405);
  await server.stop();
  await assert.rejects(fetch(url));
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  await assert.rejects(MetricsServer.start(page, { host: '127.0.0.1', port }), {
    code: 'EADDRINUSE',
  });
  taken.close();
});
