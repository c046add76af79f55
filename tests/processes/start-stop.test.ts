import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { signIn, startBackend, TEST_TASK_TYPES } from '../support/backend.ts';
import { commandLine, runCommand } from '../support/run-command.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const run = (args: string[], env: Record<string, string> & { DATA_DIR: string }, input?: string) => {
  const { code, stdout, stderr } = runCommand(args, { cwd: env.DATA_DIR, env, input });
  return { code, text: stdout + stderr };
};

test('a second server on the same folder is refused, naming the folder; so is one on its port; after SIGKILL a restart is not', async () => {
  const data_dir = await tempFolder();
  const first = await startBackend({ data_dir });
  const second = run(['start'], { DATA_DIR: data_dir });
  assert.equal(second.code, 1);
  assert.ok(second.text.includes(data_dir), second.text);
  assert.doesNotMatch(second.text, /\n {4}at /);
  const { port } = new URL(first.url);
  const beside = run(['start'], { DATA_DIR: await tempFolder(), PORT: port });
  assert.equal(beside.code, 1);
  assert.match(beside.text, /another program listens there/);
  assert.doesNotMatch(beside.text, /\n {4}at /);
  await first.kill();
  const third = await startBackend({ data_dir });
  assert.equal(await third.stop(), 0);
});

test('before a web closes its port it says for SHUTDOWN_DELAY that it is not ready, and serves; a second signal forces', async () => {
  const [patient, forced] = await Promise.all([
    startBackend({ env: { SHUTDOWN_DELAY: '2' } }),
    startBackend({ env: { SHUTDOWN_DELAY: '300' } }),
  ]);
  const begun = performance.now();
  const codes = [patient.stop(), forced.stop()];
  const { url } = forced;
  const ready = await waitFor(async () => {
    const answer = await fetch(`${url}/health/ready`);
    return answer.status === 503 ? ((await answer.json()) as { parts: Record<string, string> }) : null;
  });
  assert.equal(ready?.parts.process, 'unavailable');
  assert.equal((await fetch(`${url}/api/v1/task-types`)).status, 401);
  assert.equal(await codes[0], 0);
  // By now, a second signal no longer counts as a repetition of the first.
  assert.ok(performance.now() - begun >= 2_000);
  forced.child.kill('SIGTERM');
  assert.equal(await codes[1], 1);
});

test('a graceful stop lets items finish, hands the rest back, and the next start runs them', async () => {
  const data_dir = await tempFolder();
  const journal = join(data_dir, 'journal');
  const [before, env] = [join(data_dir, 'before'), { SHUTDOWN_GRACE: '2' }];
  const backend = await startBackend({ data_dir, env });
  const client = await signIn(backend.url);
  const create = (params: object) => client.ok('POST', '/tasks/', { type: 'probe', params });
  const long = await create({ does: 'sleep', only: [0], ms: 600_000, journal });
  await waitFor(() => existsSync(journal));
  const short = await create({ does: 'sleep', ms: 500, journal: before });
  await waitFor(() => existsSync(before));
  // A closed terminal stops it as properly as SIGTERM, however often it signals.
  backend.child.ref();
  const gone = once(backend.child, 'exit');
  backend.child.kill('SIGHUP');
  assert.deepEqual(await gone, [0, null]);
  const again = await startBackend({ data_dir, env });
  const after = await signIn(again.url);
  assert.equal((await after.ok('GET', `/tasks/${short.id}`)).status, 'completed');
  await waitFor(() => readFileSync(journal, 'utf8').trim().split('\n').length === 2);
  const item = await after.ok('GET', `/tasks/${long.id}/items/0`);
  assert.deepEqual([item.status, item.attempt], ['processing', 2]);
  const { items: lines } = await after.ok('GET', `/tasks/${long.id}/items/0/logs`);
  assert.deepEqual(
    lines.map(({ attempt, message }: Record<string, unknown>) => [attempt, message]),
    [[1, 'The worker process was stopped while this attempt ran; the item runs again.']],
  );
  assert.equal(await again.stop(), 0);
});

test('a task type module dropped into the folder shows up, validates and runs', async () => {
  const data_dir = await tempFolder();
  const types = join(data_dir, 'types');
  mkdirSync(types);
  writeFileSync(
    join(types, 'double.mjs'),
    `export default {
      type: 'double',
      params: { type: 'object', properties: { n: { type: 'number', default: 21 } }, additionalProperties: false },
      run: ({ n }) => n * 2,
    };`,
  );
  const backend = await startBackend({ data_dir, env: { TASK_TYPES_DIR: types } });
  const client = await signIn(backend.url);
  const listed = await client.ok('GET', '/task-types');
  assert.deepEqual(listed.map((one: { type: string }) => one.type).sort(), ['double', 'image', 'wait']);
  const refused = await client.call('POST', '/tasks/', { type: 'double', params: { n: 'x', m: 1 } });
  assert.equal(refused.status, 422);
  assert.deepEqual(refused.body.error?.details?.map((one) => one.path).sort(), ['params.m', 'params.n']);
  const { id } = await client.ok('POST', '/tasks/', { type: 'double', params: {} });
  const task = await waitFor(async () => {
    const now = await client.ok('GET', `/tasks/${id}`);
    return now.status === 'completed' && now;
  });
  assert.equal(task.result, 42);
  assert.equal(await backend.stop(), 0);
});

for (const [what, source] of Object.entries({
  'no default export': 'export const nothing = 1;',
  'a syntax error': 'export default {',
  'no run': "export default { type: 'x', params: { type: 'object' } };",
  'a type that exists': "export default { type: 'image', params: { type: 'object' }, run() {} };",
})) {
  test(`a broken task type module (${what}) stops the start and is named`, async () => {
    const data_dir = await tempFolder();
    mkdirSync(join(data_dir, 'types'));
    writeFileSync(join(data_dir, 'types', 'broken.mjs'), source);
    const ended = run(['start'], { DATA_DIR: data_dir, TASK_TYPES_DIR: join(data_dir, 'types') });
    assert.equal(ended.code, 1);
    assert.match(ended.text, /broken\.mjs/);
    assert.doesNotMatch(ended.text, /\n {4}at /);
  });
}

test('roles that need servers say what they need; a bad setting is named, its value is not', async () => {
  const DATA_DIR = await tempFolder();
  for (const role of ['web', 'worker', 'scheduler']) {
    const ended = run([role], { DATA_DIR });
    assert.equal(ended.code, 1);
    assert.match(ended.text, /MONGODB_URL and REDIS_URL/);
  }
  assert.match(
    run(['start'], { DATA_DIR, MONGODB_URL: 'mongodb://127.0.0.1:1' }).text,
    /REDIS_URL must be set/,
  );
  const bad = run(['start'], { DATA_DIR, PORT: 'no-port-but-a-secret', SECRET_KEY: 'short' });
  assert.equal(bad.code, 1);
  assert.match(bad.text, /PORT must be a whole number[\s\S]*SECRET_KEY must be at least 16 characters/);
  assert.doesNotMatch(bad.text, /no-port-but-a-secret|short/);
  assert.match(run(['start'], { DATA_DIR, NODE_ENV: 'production' }).text, /SECRET_KEY[\s\S]*ADMIN_PASSWORD/);
  const unknown = { DATA_DIR, REDIS_URL: 'redis://h', MONGODB_URL: 'mongodb://ann:sesame@h/?foo=bar' };
  const refused = run(['init-db'], unknown);
  assert.equal(refused.code, 1);
  assert.match(refused.text, /^backend2: MONGODB_URL has an option [^\n]*: foo; Redis at h:6379 [^\n]*\n$/m);
});

test('production does not start while an administrator has the default password, however old the account is', async () => {
  const DATA_DIR = await tempFolder();
  run(['init-db'], { DATA_DIR });
  const production = {
    DATA_DIR,
    NODE_ENV: 'production',
    SECRET_KEY: 'a secret of this test alone',
    ADMIN_PASSWORD: 'a password of my own',
  };
  const refused = run(['start'], production);
  assert.equal(refused.code, 1);
  assert.match(
    refused.text,
    /admin@example\.com still has the default password.*reset-password admin@example\.com\n$/,
  );
  assert.equal(run(['user', 'reset-password', 'admin@example.com'], production, 'a new password\n').code, 0);
  const backend = await startBackend({ data_dir: DATA_DIR, env: production });
  await signIn(backend.url, 'admin@example.com', 'a new password');
  assert.equal(await backend.stop(), 0);
});

test('init-db and the user commands work, also beside a running server, which notices', async () => {
  const DATA_DIR = await tempFolder();
  assert.match(run(['init-db'], { DATA_DIR }).text, /admin@example\.com was created/);
  assert.match(run(['init-db'], { DATA_DIR }).text, /^The database is ready\.\n$/);
  const backend = await startBackend({ data_dir: DATA_DIR });
  const created = run(
    ['user', 'create', 'ann@example.com', '--role', 'manager'],
    { DATA_DIR },
    'long enough\n',
  );
  assert.deepEqual([created.code, created.text], [0, 'Account ann@example.com was created (manager).\n']);
  const ann = await signIn(backend.url, 'ann@example.com', 'long enough');
  assert.deepEqual((await ann.ok('GET', '/users/me')).roles, ['manager']);
  const reset = run(['user', 'reset-password', 'ann@example.com'], { DATA_DIR }, 'another password\n');
  assert.equal(reset.code, 0);
  await waitFor(async () => (await ann.call('GET', '/users/me')).status === 401);
  await signIn(backend.url, 'ann@example.com', 'another password');
  assert.equal(run(['user', 'create', 'ann@example.com'], { DATA_DIR }, 'long enough\n').code, 1);
  assert.equal(run(['user', 'sing'], { DATA_DIR }).code, 2);
  assert.equal(await backend.stop(), 0);
});

test('no secret, token or password is ever in the log', async () => {
  const backend = await startBackend({ env: { LOG_LEVEL: 'trace', TASK_TYPES_DIR: TEST_TASK_TYPES } });
  const client = await signIn(backend.url);
  await client.call('POST', '/auth/login', { email: 'admin@example.com', password: 'a wrong password' });
  const grant = await client.ok('POST', '/auth/login', { email: 'admin@example.com', password: 'admin123' });
  await client.call('GET', `/users/me?access_token=${client.token}`);
  const task = await client.ok('POST', '/tasks/', { type: 'probe', params: { does: 'attach' } });
  const item = await waitFor(async () => {
    const now = await client.ok('GET', `/tasks/${task.id}/items/0`);
    return now.status === 'completed' && now;
  });
  await fetch(backend.url + item.files[0].url);
  assert.equal(await backend.stop(), 0);
  const log = backend.lines.join('\n');
  assert.ok(log.includes('request_id'), 'requests are logged');
  const signature = new URL(item.files[0].url, backend.url).searchParams.get('signature') as string;
  for (const secret of ['admin123', 'a wrong password', client.token, grant.refresh_token, signature]) {
    assert.ok(!log.includes(secret), `the log holds ${secret.slice(0, 12)}…`);
  }
});

test('SIGTERM while a start waits for a server is answered at once', async () => {
  const [program, ...args] = commandLine('worker');
  const child = spawn(program, args, {
    cwd: await tempFolder(),
    env: { PATH: process.env.PATH, MONGODB_URL: 'mongodb://127.0.0.1:1', REDIS_URL: 'redis://127.0.0.1:1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  await waitFor(() => text.includes('cannot be reached yet'));
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  assert.deepEqual(await gone, [0, null]);
  // Without the signal it would wait for the server half a minute longer, and then fail.
  assert.match(text, /stopped while it was starting/);
  assert.doesNotMatch(text, /tried for/);
});

test('what the first start from a folder has compiled is kept as soon as it is ready, and before the process says that it has stopped', async () => {
  const cache = await tempFolder();
  const files = () => readdirSync(cache, { recursive: true }).length;
  const backend = await startBackend({ env: { NODE_COMPILE_CACHE: cache } });
  // A server that is killed leaves it to the next start.
  await waitFor(() => files() > 100, { what: 'the compiled modules' });
  const stopped = backend.stop();
  await waitFor(() => backend.lines.some((line) => line.includes('"stopped"')));
  const kept = files();
  assert.equal(await stopped, 0);
  assert.ok(kept > 100, `${kept} files`);
  assert.equal(files(), kept);
});
