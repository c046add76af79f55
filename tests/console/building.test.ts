import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { endWithParent } from '../support/end-with-parent.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const ROOT = join(import.meta.dirname, '../..');
const HTML = { accept: 'text/html', 'accept-language': 'en' };
const running: ChildProcess[] = [];
after(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Something small in place of the console, for tests of when it is built: the whole takes five seconds of processor time. */
const SMALL = `document.title = 'Small';\nwindow.words = '${'Small words. '.repeat(100)}';\n`;
const makeSmall = (root: string) => writeFile(join(root, 'console/src/main.tsx'), SMALL);

/** A checkout as `npm ci --ignore-scripts` leaves it: everything is installed, nothing is built. */
async function checkout(): Promise<string> {
  const root = join(await tempFolder(), 'checkout');
  await mkdir(root);
  const sources = (name: string) => !/\/(dist[^/]*|node_modules)(\/|$)/.test(name.slice(ROOT.length));
  for (const name of [
    'bin',
    'src',
    'scripts',
    'console',
    'client',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ]) {
    await cp(join(ROOT, name), join(root, name), { recursive: true, filter: sources }).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return root;
}

async function start(root: string) {
  const child = spawn(process.execPath, ['bin/backend2.js', 'start'], {
    cwd: root,
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: join(root, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  const unwatch = endWithParent(child.pid as number);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const ready = await waitFor(() => lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'ready'));
  const url: string = ready.url;
  return {
    url,
    lines,
    page: () => fetch(`${url}/`, { headers: HTML }),
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      unwatch();
    },
  };
}

const times = async (root: string) => {
  const folder = join(root, 'console/dist');
  const names = (await readdir(folder, { recursive: true })).sort();
  return Promise.all(names.map(async (name) => [name, (await stat(join(folder, name))).mtimeMs]));
};

test('a start without a build serves the API, builds once and then serves the console; the next builds nothing', async () => {
  const root = await checkout();
  await makeSmall(root);
  const first = await start(root);
  const waiting = await first.page();
  assert.equal(waiting.status, 503);
  assert.match(await waiting.text(), /http-equiv="refresh".*The console is being built/);
  assert.equal((await fetch(`${first.url}/health/live`)).status, 200);
  await waitFor(async () => (await first.page()).status === 200, { timeout_ms: 60_000 });
  assert.equal(first.lines.filter((line) => line.includes('being built')).length, 1);
  await first.stop();

  const before = await times(root);
  assert.ok(before.some(([name]) => String(name).endsWith('.js.br')));
  const second = await start(root);
  assert.equal((await second.page()).status, 200);
  assert.deepEqual(
    second.lines.filter((line) => line.includes('built')),
    [],
  );
  await second.stop();
  assert.deepEqual(await times(root), before);
  assert.deepEqual(
    (await readdir(join(root, 'console'))).filter((name) => name.startsWith('dist')),
    ['dist'],
  );
});

test('without build tools the server starts, and / says what to run', async () => {
  const root = await checkout();
  await rm(join(root, 'node_modules'));
  await mkdir(join(root, 'node_modules'));
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    if (name !== 'vite' && !name.startsWith('.'))
      await symlink(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
  }
  const server = await start(root);
  await waitFor(async () => /npm ci/.test(await (await server.page()).text()));
  assert.equal((await server.page()).status, 503);
  assert.ok(server.lines.some((line) => line.includes('the console is not built')));
  await server.stop();
});

test('two builds at once build once, and a lock left by a killed one is taken over', async () => {
  const root = await checkout();
  await makeSmall(root);
  await mkdir(join(root, 'console/dist.lock'));
  await writeFile(
    join(root, 'touch-old.mjs'),
    "import { utimesSync } from 'node:fs'; utimesSync('console/dist.lock', 0, 0);",
  );
  await once(spawn(process.execPath, ['touch-old.mjs'], { cwd: root }), 'exit');
  const built = await Promise.all(
    [1, 2].map(async () => {
      const child = spawn(process.execPath, ['scripts/build-console.ts'], { cwd: root });
      running.push(child);
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
      });
      const [code] = await once(child, 'close');
      assert.equal(code, 0);
      return said;
    }),
  );
  assert.equal(built.filter((said) => said.includes('was built')).length, 1);
});
