import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadTaskTypes } from '../../src/task-types/definition/registry.ts';
import { defineTaskType, Type } from '../../src/task-types/task-type.ts';
import { runTaskType } from '../../src/worker/testing.ts';
import { tempFolder } from '../support/temp-folder.ts';

const CLONE = fileURLToPath(new URL('../..', import.meta.url));

const SHOUT = `
  import { defineTaskType, invalid, Type } from 'backend2/task-type';

  export default defineTaskType<{ texts: string[] }>({
    type: 'shout',
    params: Type.Object({ texts: Type.Array(Type.String(), { minItems: 1 }) }, { additionalProperties: false }),
    prepare: ({ texts }) => {
      if (texts.includes('')) throw invalid('params.texts', 'must not be empty');
      return { texts };
    },
    plan: ({ texts }) => ({ count: texts.length, item: (index) => ({ input: texts[index] }) }),
    run: (text: string) => text.toUpperCase(),
  });`;

const places: string[] = [];
const pictures = defineTaskType<{ variables: { time: string[] }; size: number }>({
  type: 'pictures',
  params: Type.Object({
    variables: Type.Record(Type.String(), Type.Array(Type.String())),
    size: Type.Optional(Type.Integer({ default: 4 })),
  }),
  name: ({ variables }) => `Pictures of ${variables.time.join(', ')}`,
  plan: ({ variables: { time }, size }) => ({
    count: time.length,
    item: (index) => ({ input: { time: time[index], size }, label: { time: String(time[index]) } }),
  }),
  async run({ time, size }: { time: string; size: number }, ctx) {
    places.push(ctx.temp);
    writeFileSync(join(ctx.temp, 'bytes'), 'x'.repeat(size));
    ctx.log.warn('drawing', { time });
    ctx.progress(0.5, `half of ${time}`);
    if (time === 'never') throw Object.assign(new Error('There is no such time.'), { final: true });
    await ctx.attach('one.png', { path: join(ctx.temp, 'bytes') }, 'image/png', { width: 2, height: 2 });
    return { time, at: undefined };
  },
});

test('a type runs in memory: params with defaults, labels, results, files, logs and errors', async () => {
  const task = await runTaskType(pictures, { variables: { time: ['dawn', 'never'] } });
  assert.deepEqual([task.name, task.count], ['Pictures of dawn, never', 2]);
  assert.deepEqual(task.params, { variables: { time: ['dawn', 'never'] }, size: 4 });
  const [dawn, never] = task.items;
  assert.deepEqual([dawn?.label, dawn?.result, dawn?.error], [{ time: 'dawn' }, { time: 'dawn' }, null]);
  assert.deepEqual(dawn?.log, [{ level: 'warn', message: 'drawing', fields: { time: 'dawn' } }]);
  assert.equal(dawn?.note, 'half of dawn');
  const [{ bytes, ...file } = { bytes: new Uint8Array() }] = dawn?.files ?? [];
  assert.deepEqual(file, { name: 'one.png', content_type: 'image/png', width: 2, height: 2 });
  assert.equal(Buffer.from(bytes).toString(), 'xxxx');
  assert.deepEqual(
    [never?.result, never?.error?.message, never?.error?.final],
    [null, 'There is no such time.', true],
  );
  assert.ok(places.length === 2 && !places.some((one) => existsSync(one)), 'temporary folders are removed');
});

test('wrong params are refused with their paths, and single items can be run, also cancelled ones', async () => {
  await assert.rejects(
    runTaskType(pictures, { variables: { time: [1] } }),
    (error: Error & { details?: object[] }) => {
      assert.match(error.message, /^params\.variables\.time\.0 /);
      assert.equal(error.details?.length, 1);
      return true;
    },
  );
  const run = async (_: unknown, { signal }: { signal: AbortSignal }) => {
    await null;
    return signal.aborted;
  };
  const waits = { ...pictures, run };
  const params = { variables: { time: ['dawn', 'noon', 'dusk'] } };
  const { items, count } = await runTaskType(waits, params, { items: [2], signal: AbortSignal.abort() });
  assert.deepEqual([count, items.length, items[0]?.index, items[0]?.result], [3, 1, 2, true]);
});

test('a module in any folder imports backend2/task-type', async () => {
  const folder = await tempFolder();
  writeFileSync(join(folder, 'shout.ts'), SHOUT);
  const shout = (await loadTaskTypes(folder)).get('shout');
  assert.deepEqual(
    shout?.check({ texts: [], more: 1 }).map(({ path }) => path),
    ['params.more', 'params.texts'],
  );
  assert.throws(() => shout?.prepare({ texts: [''] }, { max_items: 1, wait_max_seconds: 1 }), {
    name: 'Fault',
  });
});

test('a project that has installed this folder tests its types with backend2/testing', async () => {
  const folder = await tempFolder();
  mkdirSync(join(folder, 'node_modules'));
  // What `npm install FOLDER` makes.
  symlinkSync(CLONE, join(folder, 'node_modules', 'backend2'), 'junction');
  writeFileSync(join(folder, 'shout.ts'), SHOUT);
  const code = `import { runTaskType } from 'backend2/testing'; import shout from './shout.ts';
    const { items } = await runTaskType(shout, { texts: ['a', 'b'] });
    console.log(items.map(({ result }) => result).join());`;
  writeFileSync(join(folder, 'check.mts'), code);
  const { stdout, stderr } = spawnSync(process.execPath, ['check.mts'], { cwd: folder, encoding: 'utf8' });
  assert.equal(stdout, 'A,B\n', stderr);
});
