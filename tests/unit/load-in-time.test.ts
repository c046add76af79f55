import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ModuleLoading } from '../../src/task-types/definition/load-in-time.ts';

const folder = mkdtempSync(join(tmpdir(), 'backend2-load-'));
after(() => rmSync(folder, { recursive: true }));

function moduleOf(name: string, text: string): [file: string, url: string] {
  const file = join(folder, name);
  writeFileSync(file, text);
  return [file, pathToFileURL(file).href];
}

/** Loads one module as a start does. */
async function load(name: string, text: string): Promise<unknown> {
  const loading = new ModuleLoading();
  try {
    return await loading.load(...moduleOf(name, text));
  } finally {
    loading.end();
  }
}

/**
 * Loads modules in a process of its own, and returns what was thrown by each and how long it took. Under the hooks of the test runner,
 * Node.js does not survive that code is interrupted.
 */
function loadEach(texts: string[], limit_ms: number, shared: boolean) {
  const module = new URL('../../src/task-types/definition/load-in-time.ts', import.meta.url).href;
  const modules = texts.map((text, at) => moduleOf(`module-${at}.mjs`, text));
  const [main] = moduleOf(
    'each.mjs',
    `import { ModuleLoading } from ${JSON.stringify(module)};
    let loading = new ModuleLoading(undefined, ${limit_ms});
    const found = [];
    for (const one of ${JSON.stringify(modules)}) {
      const began = performance.now();
      const thrown = await loading.load(...one).then(() => 'nothing', (error) => error instanceof Error ? error.message : error);
      found.push([String(thrown), performance.now() - began]);
      if (${shared}) continue;
      loading.end();
      loading = new ModuleLoading(undefined, ${limit_ms});
    }
    loading.end();
    console.log(JSON.stringify(found));`,
  );
  const { stdout, stderr, signal } = spawnSync(process.execPath, [main], { encoding: 'utf8' });
  assert.deepEqual([stderr, signal], ['', null]);
  return JSON.parse(stdout) as [thrown: string, ms: number][];
}

test('a module that never ends is an error, whether it loops, awaits, or does so later', () => {
  const message = 'it has not finished after 0.3 s; look for a loop or an await that never ends';
  const later = 'Promise.resolve().then(() => { for (;;); }); export default 7;';
  const never = 'await new Promise(() => {});';
  const texts = ['for (;;);', never, 'await 1; for (;;);', later, `await 1; ${later}`];
  const found = loadEach(texts, 300, false);
  assert.deepEqual(
    found.map(([thrown]) => thrown),
    texts.map(() => message),
  );
});

test('once a module has taken too long, the others are still looked at, and soon', () => {
  const loop = 'for (;;);';
  const texts = [loop, 'throw null;', 'export default 7;', ...Array.from({ length: 6 }, () => loop)];
  const found = loadEach(texts, 300, true);
  assert.match(found[0]?.[0] ?? '', /not finished after 0.3 s/);
  assert.deepEqual([found[1]?.[0], found[2]?.[0]], ['null', 'nothing']);
  assert.match(found[3]?.[0] ?? '', /not finished after 1 s/);
  const [thrown, ms] = found.at(-1) as [string, number];
  assert.match(thrown, /not loaded, because others have taken too long/);
  assert.ok(ms < 500);
});

test('a value that is no error is passed on, and Node.js prints nothing of it', () => {
  const found = loadEach(['throw null;', 'throw undefined;', "throw 'text';"], 20_000, false);
  assert.deepEqual(
    found.map(([thrown]) => thrown),
    ['null', 'undefined', 'text'],
  );
});

test('modules of each kind are evaluated once, and what they throw is passed on', async () => {
  const count = 'globalThis.loads = (globalThis.loads ?? 0) + 1;';
  const seen = globalThis as { loads?: number };
  const kinds = {
    'plain.ts': 'const it: number = 7; export default it;',
    'awaits.ts': 'const it: number = await 7; export default it;',
    'common.js': 'module.exports = 7;',
  };
  for (const [name, text] of Object.entries(kinds)) {
    seen.loads = 0;
    const module = await load(name, `${count}\n${text}`);
    assert.deepEqual([name, (module as { default: unknown }).default, seen.loads], [name, 7, 1]);
  }
  for (const name of ['throws.ts', 'throws.cjs']) {
    seen.loads = 0;
    const thrown = load(name, `${count}\nthrow new RangeError('mine');`);
    await assert.rejects(thrown, { name: 'RangeError', message: 'mine' });
    assert.equal(seen.loads, 1);
  }
  delete seen.loads;
});

test('a signal ends a process whose module never ends', async () => {
  const module = new URL('../../src/task-types/definition/load-in-time.ts', import.meta.url).href;
  const [, main] = moduleOf(
    'main.mjs',
    `import { ModuleLoading } from ${JSON.stringify(module)};
    process.on('SIGTERM', () => {});
    await new ModuleLoading().load(...${JSON.stringify(moduleOf('loops.ts', 'process.stdout.write("loads"); for (;;);'))});`,
  );
  const child = spawn(process.execPath, [new URL(main).pathname], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [, signal] = await once(child, 'exit');
  assert.equal(signal, 'SIGTERM');
});

test('a module that waits in a call that nothing can interrupt ends the process, named', () => {
  const module = new URL('../../src/task-types/definition/load-in-time.ts', import.meta.url).href;
  const source = "import { execFileSync } from 'node:child_process'; execFileSync('sleep', ['5']);";
  const [file, url] = moduleOf('sleeps.mjs', source);
  const [main] = moduleOf(
    'stuck.mjs',
    `import { ModuleLoading } from ${JSON.stringify(module)};
    await new ModuleLoading(undefined, 300).load(...${JSON.stringify([file, url])});`,
  );
  const { signal, stderr } = spawnSync(process.execPath, [main], { encoding: 'utf8' });
  const text =
    'the module cannot be loaded: after 0.3 s, it waits in a call that nothing can interrupt; the process ends';
  assert.equal(stderr, `backend2: ${file}: ${text}\n`);
  assert.equal(signal, 'SIGKILL');
});

test('a signal that arrives just before a module is loaded reaches its listener, which may stop the loading', async () => {
  const stop = new AbortController();
  const listener = () => stop.abort(new Error('stop'));
  process.on('SIGTERM', listener);
  const loading = new ModuleLoading(stop.signal);
  try {
    process.kill(process.pid, 'SIGTERM');
    await assert.rejects(loading.load(...moduleOf('loop.ts', '\n\nfor (;;);')), { message: 'stop' });
  } finally {
    loading.end();
    process.off('SIGTERM', listener);
  }
});
