import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { loadInTime } from '../../src/task-types/definition/load-in-time.ts';

const folder = mkdtempSync(join(tmpdir(), 'backend2-load-'));
after(() => rmSync(folder, { recursive: true }));

function moduleOf(name: string, text: string): [file: string, url: string] {
  const file = join(folder, name);
  writeFileSync(file, text);
  return [file, pathToFileURL(file).href];
}

test('a module that never ends is an error, whether it loops or awaits', async () => {
  const message = 'it has not finished after 0.3 s; look for a loop or an await that never ends';
  for (const text of ['for (;;);', 'await new Promise(() => {});'])
    await assert.rejects(loadInTime(...moduleOf(`${text.length}.ts`, text), 300), { message });
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
    const module = await loadInTime(...moduleOf(name, `${count}\n${text}`));
    assert.deepEqual([name, (module as { default: unknown }).default, seen.loads], [name, 7, 1]);
  }
  for (const name of ['throws.ts', 'throws.cjs']) {
    seen.loads = 0;
    const thrown = loadInTime(...moduleOf(name, `${count}\nthrow new RangeError('mine');`));
    await assert.rejects(thrown, { name: 'RangeError', message: 'mine' });
    assert.equal(seen.loads, 1);
  }
  delete seen.loads;
});

test('a signal ends a process whose module never ends', async () => {
  const module = new URL('../../src/task-types/definition/load-in-time.ts', import.meta.url).href;
  const [, main] = moduleOf(
    'main.mjs',
    `import { loadInTime } from ${JSON.stringify(module)};
    process.on('SIGTERM', () => {});
    await loadInTime(...${JSON.stringify(moduleOf('loops.ts', 'process.stdout.write("loads"); for (;;);'))});`,
  );
  const child = spawn(process.execPath, [new URL(main).pathname], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [, signal] = await once(child, 'exit');
  assert.equal(signal, 'SIGTERM');
});

test('a signal that arrives just before a module is loaded reaches its listener', async () => {
  let heard = 0;
  const listener = () => heard++;
  process.on('SIGTERM', listener);
  try {
    process.kill(process.pid, 'SIGTERM');
    await loadInTime(...moduleOf('quick.ts', 'export default 7;'));
    assert.equal(heard, 1);
  } finally {
    process.off('SIGTERM', listener);
  }
});

test('a module that ends the process is named, and the process has failed', () => {
  const module = new URL('../../src/task-types/definition/load-in-time.ts', import.meta.url).href;
  const [file, url] = moduleOf('ends.ts', 'process.exit(0);');
  const [main] = moduleOf(
    'loads.mjs',
    `import { loadInTime } from ${JSON.stringify(module)};
    await loadInTime(...${JSON.stringify([file, url])});`,
  );
  const { status, stderr } = spawnSync(process.execPath, [main], { encoding: 'utf8' });
  assert.equal(stderr, `backend2: ${file}: the module ends the process (process.exit) while it is loaded\n`);
  assert.equal(status, 1);
});
