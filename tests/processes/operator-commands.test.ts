/** The operator's commands in this process, over HTTP and on the data, against one server. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Command } from '../../src/processes/commands/command.ts';
import { readCommandLine } from '../../src/processes/commands/command-line.ts';
import { commands } from '../../src/processes/commands/commands.ts';
import { tableOf } from '../../src/processes/commands/noun-command.ts';
import { UsageError } from '../../src/processes/commands/usage-error.ts';
import { type Backend, type Client, signIn, startBackend, TEST_TASK_TYPES } from '../support/backend.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

let backend: Backend;
let client: Client;
before(async () => {
  backend = await startBackend();
  client = await signIn(backend.url);
});
after(() => backend.stop());

/** What one command line prints. */
async function run(
  env: Record<string, string>,
  line: string,
  options: Record<string, unknown> = {},
): Promise<string> {
  const written: string[] = [];
  const write = process.stdout.write;
  const kept = { ...process.env };
  Object.assign(process.env, { DATA_DIR: backend.data_dir, TASK_TYPES_DIR: TEST_TASK_TYPES, ...env });
  // What the test runner reports are bytes, what commands print is text.
  process.stdout.write = ((chunk: unknown, ...rest: never[]) =>
    typeof chunk === 'string'
      ? written.push(chunk) > 0
      : write.call(process.stdout, chunk as Uint8Array, ...rest)) as typeof write;
  try {
    const [name = '', ...words] = line.split(' ');
    const command = commands[name] as Command;
    const { values, positionals } = readCommandLine(command, words);
    assert.equal(await command.run({ ...values, ...options }, positionals), 0);
  } finally {
    process.stdout.write = write;
    for (const key of Object.keys(process.env)) if (!(key in kept)) delete process.env[key];
    Object.assign(process.env, kept);
  }
  return written.join('');
}

const onData = (line: string, options?: Record<string, unknown>) => run({}, line, options);

test('tasks, types, workers and schedules over HTTP, with a key that was made on the data', async () => {
  const made = JSON.parse(await onData('key create ops', { owner: 'admin@example.com', json: true }));
  const env = { BACKEND2_URL: `${backend.url}/`, BACKEND2_KEY: made.key };
  const over = (line: string, options?: Record<string, unknown>) => run(env, line, options);

  const { id } = await client.ok('POST', '/tasks/', {
    type: 'wait',
    name: 'a\u202elong one',
    params: { seconds: 60 },
  });
  const table = await over('task list', { type: 'wait' });
  assert.match(table, /^ID +TYPE +STATUS/);
  assert.match(table, new RegExp(`\\n${id} +wait +(pending|processing) `));
  assert.ok(!table.includes('\u202e'), 'nothing in a name reaches the terminal');
  assert.equal(JSON.parse(await over('task list', { json: true }))[0].id, id);
  assert.match(await over(`task show ${id}`), /\nstatus +(pending|processing)\n/);
  assert.match(await over(`task show ${id}`), /\nowner +admin@example\.com \(Administrator\)\n/);
  assert.equal(await over(`task cancel ${id}`), `Task ${id} is being cancelled.\n`);
  await waitFor(async () => (await client.ok('GET', `/tasks/${id}`)).status === 'cancelled');
  await assert.rejects(over(`task cancel ${id}`), /finished/i);
  assert.equal(await over(`task retry ${id}`), `Task ${id} runs again.\n`);
  await over(`task delete ${id}`);
  assert.equal((await client.call('GET', `/tasks/${id}`)).status, 404);

  await over('type pause wait');
  assert.match(await over('type list'), /\nwait +\S.* \d{4}-\d\d-\d\dT/);
  await over('type resume wait');
  assert.match(await over('type list'), /\nwait +\S.* -(\n|$)/);

  const [worker] = JSON.parse(await over('worker list', { json: true }));
  assert.match(await over(`worker drain ${worker.id}`), /takes no further items/);
  assert.match(await over('worker list'), /\b\d+\/\d+ +yes /);
  assert.equal(await over('schedule list'), 'None.\n');

  await assert.rejects(over(`task show ${id}`), /there is no task with the id /);
  await assert.rejects(over('type pause nope'), /there is no task type "nope"; "type list" shows them/);
  await assert.rejects(over(`worker drain ${id}`), /no worker with the id .* is running/);
  await assert.rejects(over('audit'), /BACKEND2_EMAIL and BACKEND2_PASSWORD instead of BACKEND2_KEY/);
  assert.match(await onData('key list'), new RegExp(`\n${made.id} +ops +admin@example\\.com +b2_`));
  assert.match(await onData(`key revoke ${made.id}`), /refused from the next request on/);
  await waitFor(() =>
    over('task list').then(
      () => false,
      () => true,
    ),
  );
});

test('the audit log and sessions, on the data and with a sign-in', async () => {
  const person = { email: 'ann@example.com', password: 'a long password' };
  await client.ok('POST', '/users/', person);
  const ann = await signIn(backend.url, person.email, person.password);
  const entries = await onData('audit', { action: 'auth.sign_in' });
  assert.match(entries, /\n\S+ +auth\.sign_in +success +ann@example\.com /);
  assert.match(await onData('session list ann@example.com'), /^ID +CREATED/);
  const env = {
    BACKEND2_URL: backend.url,
    BACKEND2_EMAIL: 'admin@example.com',
    BACKEND2_PASSWORD: 'admin123',
  };
  assert.equal(
    await run(env, 'session end ann@example.com'),
    'All sessions of ann@example.com were ended.\n',
  );
  assert.equal((await ann.call('GET', '/users/me')).status, 401);
  await assert.rejects(onData('session end nobody@example.com'), /no account with the e-mail/);
});

test('what cannot be understood, and a server that is away, are told in a line', async () => {
  await assert.rejects(onData('task explode'), /^UsageError: there is no "task explode"\nusage: task list /);
  await assert.rejects(
    onData('task show'),
    /^UsageError: "task show" needs ID\nusage: task show ID \[--json\]$/,
  );
  await assert.rejects(onData('task list', { status: 'failed,bogus' }), (error: Error) => {
    assert.ok(error instanceof UsageError);
    assert.match(
      error.message,
      /^--status cannot be "bogus"; it takes one or several of pending, processing, /,
    );
    return true;
  });
  await assert.rejects(onData('key create ops'), /needs --owner EMAIL/);
  const odd = { owner: 'admin@example.com', permissions: 'read,eat' };
  await assert.rejects(
    onData('key create ops', odd),
    /^UsageError: --permissions cannot be "eat"; it takes /,
  );
  const wrong = { BACKEND2_URL: backend.url, BACKEND2_KEY: 'b2_wrong' };
  await assert.rejects(run(wrong, 'task list'), /does not accept BACKEND2_KEY: the key is mistyped/);
  await assert.rejects(
    run({ BACKEND2_URL: 'http://127.0.0.1:1' }, 'task list'),
    /BACKEND2_KEY, or BACKEND2_EMAIL/,
  );
  const away = { BACKEND2_URL: 'http://127.0.0.1:1', BACKEND2_KEY: 'b2_x' };
  await assert.rejects(run(away, 'task list'), /the server at BACKEND2_URL cannot be reached/);
  await assert.rejects(run({ ...away, BACKEND2_KEY: 'b2_x\ny' }, 'task list'), (error: Error) => {
    assert.match(error.message, /^BACKEND2_KEY is not a valid key/);
    assert.ok(!error.message.includes('b2_x'));
    return true;
  });
  for (const url of [
    'http://127.0.0.1:1/api/v1',
    'http://127.0.0.1:1/api/v1/',
    '127.0.0.1:1',
    'http://a:b@c',
  ])
    await assert.rejects(
      run({ ...away, BACKEND2_URL: url }, 'task list'),
      /^OperatorError: BACKEND2_URL must /,
    );
});

test('an id that is none, and a time that is none, are refused before anything is done', async () => {
  const { id } = await client.ok('POST', '/tasks/', { type: 'noop', params: { count: 1 } });
  for (const line of [
    'task delete ',
    'task delete bulk',
    `task delete ${id} bulk`,
    'task show ..',
    'worker drain x',
  ])
    await assert.rejects(onData(line), (error: Error) => {
      assert.ok(error instanceof UsageError, error.message);
      assert.match(
        error.message,
        /^"[^"]*" is not the id of a (task|worker); "(task|worker) list" shows the ids$/,
      );
      return true;
    });
  assert.equal((await client.call('GET', `/tasks/${id}`)).status, 200);
  for (const from of ['x', '2026-01-01', '2026-13-01T00:00:00Z'])
    await assert.rejects(onData('audit', { from }), /--from takes a time such as /);
});

test('a command on a folder without a database says so and creates nothing', async () => {
  const missing = join(await tempFolder(), 'mistyped');
  for (const line of ['task list', 'user reset-password a@example.com'])
    await assert.rejects(run({ DATA_DIR: missing }, line), (error: Error) => {
      assert.ok(!(error instanceof UsageError));
      assert.match(error.message, /^there is no database in DATA_DIR .*mistyped/);
      return true;
    });
  for (const line of ['user create nobody', 'task show x', 'session end a@example.com x'])
    await assert.rejects(run({ DATA_DIR: missing }, line), UsageError);
  const wrong: [line: string, options: Record<string, string>][] = [
    ['task list', { limit: '0' }],
    ['task list', { status: 'bogus' }],
    ['audit list', { from: 'yesterday' }],
  ];
  for (const [line, options] of wrong)
    await assert.rejects(run({ DATA_DIR: missing }, line, options), UsageError);
  assert.equal(existsSync(missing), false);
});

test('columns are as wide as what stands in them', () => {
  const rows = [
    { a: 'x', b: null },
    { a: 'longer', b: 3 },
  ];
  assert.equal(tableOf(rows, { a: (row) => row.a, b: (row) => row.b }), 'A       B\nx       -\nlonger  3');
});
