import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadTaskType } from '../../src/task-types/definition/registry.ts';
import { ProgressThrottle } from '../../src/worker/progress-throttle.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function load(fields: string) {
  const file = join(await tempFolder(), 'named.mjs');
  writeFileSync(file, `export default { type: 'named', params: { type: 'object' }, ${fields} run() {} };`);
  return loadTaskType(file);
}

test('the name and summary that a type makes are no longer than those people give, on one line, and never blank', async () => {
  const { name, summary } = await load("title: 'Named', name: ({ t }) => t, summary: ({ t }) => t,");
  const long = 'x'.repeat(800_000);
  assert.deepEqual([name({ t: long }), summary({ t: long })], ['x'.repeat(200), 'x'.repeat(200)]);
  const odd = 'a\0\nfox \u202e!';
  assert.deepEqual([name({ t: odd }), summary({ t: odd })], ['a fox !', 'a fox !']);
  for (const t of ['', '   ', '\0', 7, null])
    assert.deepEqual([name({ t }), summary({ t })], ['Named', null], JSON.stringify(t));
  const both = { t: { en: `fox\n`, zh: '狐狸\0' } };
  assert.deepEqual(
    [name(both, 'en'), name(both, 'zh'), name({ t: { en: 'owl' } }, 'zh')],
    ['fox', '狐狸', 'owl'],
  );
});

test('a task without a name has the title of its type, or the type itself', async () => {
  assert.equal((await load("title: { en: 'A\\nname', zh: '名' },")).name({}), 'A name');
  assert.equal((await load("title: ' ',")).name({}), 'named');
  await assert.rejects(
    load('title: 5, description: { zh: 1 },'),
    /`title` must be a text or { en, zh }; `desc/,
  );
});

test('a label is cut to what lists can show', async () => {
  const { plan } = await load('plan: (label) => ({ count: 1, item: () => ({ input: 1, label }) }),');
  const label = (params: unknown) => plan(params).item(0).label;
  assert.deepEqual(label({ url: 'x'.repeat(800_000) }), { url: 'x'.repeat(1_000) });
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`name-${at}`, 'v']));
  assert.equal(Object.keys(label(many) ?? {}).length, 20);
  assert.deepEqual(label({ animal: 'fox\nin snow' }), { animal: 'fox\nin snow' });
  assert.throws(() => label({ animal: 5 }), /label of item 0 must be an object of texts/);
});

test('a note of progress is one line', () => {
  const notes: unknown[] = [];
  const throttle = new ProgressThrottle((_fraction, note) => notes.push(note));
  throttle.report(0.5, 'page 3\nof 5\0');
  throttle.flush();
  assert.deepEqual(notes, ['page 3 of 5 ']);
});
