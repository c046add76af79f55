/** See deploy/try-containers.sh. Prints one line for each successful check, and exits with 1 at the first failure. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../../client/src/index.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { Compose } from './compose.ts';
import { limits, run, say, tryRun } from './run.ts';
import { buildImage, buildServers, IMAGE, ROOT } from './stand-ins.ts';

const keep = process.argv.includes('--keep');
const password = 'a long sentence of the trial';
const secret = () => randomBytes(24).toString('hex');

const TASK_TYPE = `export default {
  type: 'greet',
  isolation: 'inline',
  params: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'], additionalProperties: false },
  run: ({ name }) => 'Hello ' + name,
};
`;

async function signedIn(url: string): Promise<Client> {
  const client = new Client({ url });
  await client.signIn({ email: 'admin@example.com', password });
  return client;
}

/** Has a worker thread make a picture and reads its file through the API. */
async function drawPicture(client: Client): Promise<string> {
  const params = { prompt: 'a {animal} at sea', variables: { animal: ['fox', 'owl', 'hare'] }, size: 256 };
  const task = await client.wait(await client.api.createTask({ type: 'image', params }));
  assert.deepEqual([task.status, task.completed_items], ['completed', 3]);
  const [item] = (await client.api.listItems({ id: task.id })).items;
  const name = item?.files[0]?.name as string;
  const file = await client.api.getFile({ id: task.id, index: 0, name });
  return `${name}, ${(await file.arrayBuffer()).byteLength} bytes`;
}

async function tryImage(): Promise<void> {
  const call = (...args: string[]) =>
    run('podman', 'run', '--rm', '--pull', 'never', '--network', 'host', ...limits(), IMAGE, ...args);
  say(`ok: --version says ${await call('--version')}`);
  await assert.rejects(call('start'), /SECRET_KEY|ADMIN_PASSWORD/);
  say('ok: start refuses to run in production without secrets');
}

/** Embedded: one container, read-only except for its volume, without capabilities. */
async function tryEmbedded(port: number): Promise<void> {
  const name = 'backend2-try-embedded';
  const env = { SECRET_KEY: secret(), ADMIN_PASSWORD: password, HOST: '127.0.0.1', PORT: String(port) };
  const settings = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  const safe = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
  const start = () =>
    run(
      'podman',
      'run',
      '--detach',
      '--replace',
      '--name',
      name,
      '--init',
      '--network',
      'host',
      '--pull',
      'never',
      ...limits(),
      ...safe,
      ...settings,
      '--volume',
      `${name}:/data`,
      IMAGE,
    );
  // `--keep` leaves the volume, with the task of that run.
  await tryRun('podman', 'rm', '--force', '--time', '1', name);
  await tryRun('podman', 'volume', 'rm', name);
  await start();
  const url = `http://127.0.0.1:${port}`;
  await ready(url, name);
  assert.doesNotMatch(await run('podman', 'exec', name, 'ls', '-a', '/tmp'), /compile-cache/);
  say('ok: embedded: started from modules that were compiled when the image was built');
  say(`ok: embedded: signed in, drew ${await drawPicture(await signedIn(url))}`);
  await run('podman', 'stop', '--time', '40', name);
  assert.equal(await run('podman', 'inspect', '--format', '{{.State.ExitCode}}', name), '0');
  await start();
  await ready(url, name);
  assert.equal((await (await signedIn(url)).api.listTasks()).items.length, 1);
  say('ok: embedded: SIGTERM ends it with 0; a new container on the same volume has the task');
  if (keep) return;
  await run('podman', 'rm', '--force', '--time', '40', name);
  await run('podman', 'volume', 'rm', name);
}

async function ready(url: string, container: string): Promise<void> {
  const client = new Client({ url, retries: 0 });
  for (let attempt = 1; ; attempt++) {
    try {
      return void (await client.api.ready());
    } catch (error) {
      if (attempt > 120)
        throw new Error(`${container}:\n${await run('podman', 'logs', '--tail', '30', container)}`, {
          cause: error,
        });
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

async function tryCompose(compose: Compose, url: string): Promise<void> {
  await compose.up();
  await ready(url, compose.container('proxy'));
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  assert.deepEqual([page.status, page.headers.get('content-type')?.split(';')[0]], [200, 'text/html']);
  say('ok: scaled out: the proxy serves the console’s page');
  const client = await signedIn(url);
  say(`ok: scaled out: signed in, drew ${await drawPicture(client)}`);
  const greeting = await client.wait(await client.api.createTask({ type: 'greet', params: { name: 'Mei' } }));
  assert.equal(greeting.result, 'Hello Mei');
  say('ok: scaled out: a task type of one’s own ran in the worker');

  const long = await client.api.createTask({ type: 'wait', params: { seconds: 30 } });
  await client.api.cancelTask({ id: (await nextStatus(client, long.id, 'processing')).id });
  await nextStatus(client, long.id, 'cancelled');
  say('ok: scaled out: a running task was cancelled');

  const tasks = Array.from({ length: 20 }, () =>
    client.api.createTask({ type: 'wait', params: { seconds: 1 } }),
  );
  const [stopped] = await compose.stop('web-1');
  const ended = await Promise.all(tasks.map(async (task) => client.wait(await task)));
  assert.ok(ended.every(({ status }) => status === 'completed'));
  say(`ok: scaled out: 20 tasks went on while web-1 got SIGTERM (ended with ${stopped?.code})`);

  for (const name of ['proxy', 'web-2', 'worker', 'scheduler', 'mongodb', 'redis']) {
    if (keep) break;
    for (const { container, code, seconds } of await compose.stop(name)) {
      say(
        `${code === 0 ? 'ok' : 'NOT OK'}: SIGTERM: ${container} ended with ${code} after ${seconds.toFixed(1)} s`,
      );
      assert.equal(code, 0);
    }
  }
}

async function nextStatus(client: Client, id: string, status: string) {
  for await (const event of client.follow(id)) if (event.status === status) return event;
  throw new Error(`task ${id} did not become ${status}`);
}

const folder = await mkdtemp(join(tmpdir(), 'backend2-try-'));
const secrets = {
  SECRET_KEY: secret(),
  ADMIN_PASSWORD: password,
  MONGO_PASSWORD: secret(),
  REDIS_PASSWORD: secret(),
};
await writeFile(
  join(folder, '.env'),
  Object.entries(secrets)
    .map(([key, value]) => `${key}=${value}\n`)
    .join(''),
  { mode: 0o600 },
);
await mkdir(join(folder, 'task-types'));
await writeFile(join(folder, 'task-types/greet.js'), TASK_TYPE);

await buildImage();
await tryImage();
await tryEmbedded(await freePort());
await buildServers();
const port = await freePort();
const compose = new Compose(await readFile(join(ROOT, 'compose.yaml'), 'utf8'), secrets, folder, port);
try {
  await tryCompose(compose, `http://127.0.0.1:${port}`);
} finally {
  if (!keep) await compose.down();
}
if (keep) say(`left running: http://127.0.0.1:${port}, admin@example.com, ${password}`);
else await rm(folder, { recursive: true });
say('done: the image and compose.yaml run');
