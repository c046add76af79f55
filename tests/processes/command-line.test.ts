import assert from 'node:assert/strict';
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commandLine, runCommand } from '../support/run-command.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const CLI = fileURLToPath(new URL('../../bin/backend2.js', import.meta.url));
const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

async function run(args: string[], env: Record<string, string> = {}, input = '') {
  const cwd = await tempFolder();
  return runCommand(args, { cwd, env: { DATA_DIR: join(cwd, 'data'), ...env }, input });
}

/** One line for a person, without a stack, and exit code 1. */
function assertTold({ code, stderr }: Awaited<ReturnType<typeof run>>, ...patterns: RegExp[]): void {
  assert.equal(code, 1, stderr);
  assert.match(stderr, /^backend2: [^\n]+\n$/);
  for (const pattern of patterns) assert.match(stderr, pattern);
}

test('the version is told', async () => {
  for (const flag of ['--version', '-v', 'version']) {
    assert.deepEqual(await run([flag]), { code: 0, stdout: `${version}\n`, stderr: '' });
  }
});

test('a reader that goes away early is no error', async () => {
  const [program, ...args] = commandLine('doctor');
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, DATA_DIR: await tempFolder() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  child.stdout.destroy();
  const [code] = await once(child, 'close');
  assert.deepEqual([code, stderr], [0, '']);
});

test('worker processes that are refused for good are not restarted: their parent says why, once', async () => {
  const env = {
    MONGODB_URL: 'mongodb://127.0.0.1:1/?noSuchOption=1',
    REDIS_URL: 'redis://127.0.0.1:1',
    SECRET_KEY: 'a secret that all of them share',
  };
  const ended = await run(['worker', '--processes', '2'], env);
  assertTold(ended, /noSuchOption/);
  assert.doesNotMatch(ended.stdout, /restarted/);
});

test('a new password for nobody names the e-mail', async () => {
  const DATA_DIR = await tempFolder();
  assert.equal((await run(['init-db'], { DATA_DIR })).code, 0);
  assertTold(
    await run(['user', 'reset-password', 'nobody@example.com'], { DATA_DIR }, 'long enough\n'),
    /nobody@example\.com/,
  );
});

test('a data folder that cannot be one is told in a line', async () => {
  const folder = await tempFolder();
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const command of [['start'], ['init-db']]) {
    for (const DATA_DIR of [file, join(file, 'below')])
      assertTold(await run(command, { DATA_DIR }), /DATA_DIR/, /file/);
  }
  // Nobody may make a folder there, not even root.
  assertTold(await run(['start'], { DATA_DIR: '/proc/nobody/data' }), /DATA_DIR/);
});

test('a damaged database is told in a line that names the file', async () => {
  for (const name of ['backend2.db', 'lock.db']) {
    const DATA_DIR = await tempFolder();
    mkdirSync(DATA_DIR, { recursive: true });
    writeFileSync(join(DATA_DIR, name), 'no database at all, but long enough to be read as one'.repeat(200));
    assertTold(await run(['start'], { DATA_DIR }), /damaged/, new RegExp(DATA_DIR));
  }
});

test('a misspelt field of a task type stops the start, naming file, field and the nearest known one', async () => {
  const folder = await tempFolder();
  const write = (text: string) => writeFileSync(join(folder, 'mine.js'), `export default ${text}`);
  const env = { TASK_TYPES_DIR: folder };
  write(`{ type: 'mine', params: { type: 'object' }, run() {}, attemps: 3 }`);
  assertTold(await run(['start'], env), /mine\.js/, /`attemps`/, /`attempts`/);
  write(`{ type: 'mine', params: { type: 'object' }, run() {}, backoff: { inital: 3 } }`);
  assertTold(await run(['start'], env), /mine\.js/, /`backoff\.inital`/, /`initial`/);
  write(`{ type: 'mine', params: { type: 'object' }, run() {}, somethingElse: 3 }`);
  assertTold(await run(['start'], env), /`somethingElse`/, /known are `type`/);
  for (const backoff of ['{ factor: 0.5 }', '{ initial: -1 }', '{ max: "x" }', '3']) {
    write(`{ type: 'mine', params: { type: 'object' }, run() {}, backoff: ${backoff} }`);
    assertTold(await run(['start'], env), /mine\.js/, /`backoff/);
  }
});

test('a command tells its usage when asked, and what it does not understand', async () => {
  const help = await run(['help']);
  assert.deepEqual(await run(['web', '--help']), help);
  const { code, stderr } = await run(['web', '--bogus']);
  assert.deepEqual(
    [code, stderr],
    [2, 'backend2: "web" has no option "--bogus"; it takes no options\nusage: web\n'],
  );
});

test('a forked process whose start fails ends, so that its parent can start it again', async () => {
  const folder = await tempFolder();
  writeFileSync(join(folder, 'mine.js'), 'export default {}');
  const child = fork(CLI, ['start'], {
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: join(folder, 'data'), TASK_TYPES_DIR: folder },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  assert.deepEqual(await once(child, 'exit', { signal: AbortSignal.timeout(60_000) }), [1, null]);
});

test('a server started by npm stops when the shell between them is ended', async () => {
  const folder = await tempFolder();
  const shell = spawn(
    'sh',
    [
      '-c',
      `${commandLine('start')
        .map((one) => `"${one}"`)
        .join(' ')} & wait`,
    ],
    {
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        DATA_DIR: join(folder, 'data'),
        npm_lifecycle_event: 'start',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let lines = '';
  shell.stdout.on('data', (text) => {
    lines += text;
  });
  const ended = once(shell.stdout, 'end');
  await waitFor(() => lines.includes('"ready"'), { what: 'the server to be ready' });
  shell.kill('SIGKILL');
  await ended;
  assert.match(lines, /"stopped"/);
});

/** A Node on this machine that is too old to run the program; the one that runs the tests comes first on the PATH. */
const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((file) => {
    const version = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout ?? '';
    return Number(/^v(\d+)\./.exec(version)?.[1] ?? 99) < 24;
  });

test('an older Node hands over to the installed one, or says which is needed', {
  skip: oldNode ? false : '!!! no Node below 24 on the PATH',
}, async () => {
  const node = oldNode as string;
  const handed = spawnSync(node, [CLI, 'version'], { encoding: 'utf8' });
  assert.deepEqual([handed.status, handed.stdout, handed.stderr], [0, `${version}\n`, '']);
  assert.equal(spawnSync(node, [CLI, 'no-such-command']).status, 2);

  // What an older Node reads before it hands over, and no node_modules.
  const alone = await tempFolder();
  for (const part of ['bin', 'src/runtime/own-folder.js'])
    cpSync(fileURLToPath(new URL(`../../${part}`, import.meta.url)), join(alone, part), { recursive: true });
  writeFileSync(join(alone, 'package.json'), '{"type": "module"}');
  const refused = spawnSync(node, [join(alone, 'bin/backend2.js'), 'version'], { encoding: 'utf8' });
  assert.equal(refused.status, 1);
  assert.match(
    refused.stderr,
    /^backend2: Node 24 or later is needed, and this is \d+\.\d+\.\d+: run "npm ci"[^\n]+\n$/,
  );
});

test('a start refuses a .env that cannot be read as written, in one line', async () => {
  const cwd = await tempFolder();
  writeFileSync(join(cwd, '.env'), 'NODE_ENV="production\n');
  assertTold(runCommand(['start'], { cwd }), /\.env, line 1: the quote that opens the value of NODE_ENV/);
});
