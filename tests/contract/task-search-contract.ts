import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { searchWords } from '../../src/data/search-words.ts';
import { aTask, nextId, type OpenedDatabase } from './samples.ts';

export function taskSearchContract(opened: () => OpenedDatabase): void {
  const tasks = () => opened().database.tasks;
  const owner_id = nextId();
  const names = [
    'Image matrix',
    '图片矩阵',
    '一只在屋顶上的猫 cat',
    'Café crème brûlée',
    'report_2026-final.v2',
    'NEAR OR AND NOT',
    'Ärger straße',
    'カタログの写真',
    '한국어 이름',
    'shared =shared owner',
    `about ${owner_id}`,
  ];

  before(async () => {
    for (const name of names) await tasks().create(aTask({ name, owner_id }), {});
  });

  const search = async (text: string) => {
    const words = searchWords(text);
    const { tasks: found } = await tasks().page({ words, visible_to: owner_id, limit: 100 });
    assert.deepEqual(await tasks().count({ words }, 100), { count: found.length, complete: true });
    return found.map((task) => task.name);
  };

  it('finds by the beginnings of words, all of them, in any order and case', async () => {
    assert.deepEqual(await search('ima'), ['Image matrix']);
    assert.deepEqual(await search('MATRIX image'), ['Image matrix']);
    assert.deepEqual(await search('m i'), ['Image matrix']);
    assert.deepEqual(await search('image cat'), []);
    assert.deepEqual(await search('atrix'), []);
    assert.deepEqual(await search('images'), []);
  });

  it('finds words of the summary, also together with words of the name and after a change of the name', async () => {
    const task = aTask({ name: 'Zebra', summary: 'a red fox in the 雪地', owner_id });
    await tasks().create(task, {});
    try {
      for (const part of ['red fox', 'zeb fox', '雪地', 'fox red zebra'])
        assert.deepEqual(await search(part), ['Zebra'], part);
      assert.deepEqual(await search('zebra owl'), []);
      const { tasks: waiting } = await tasks().page({ words: ['fox'], status: ['pending'], limit: 9 });
      assert.deepEqual(
        waiting.map(({ name, summary }) => [name, summary]),
        [[task.name, task.summary]],
      );
      await tasks().saveHead({ ...task, name: 'Quagga', revision: task.revision + 1 }, task.revision);
      assert.deepEqual(await search('fox'), ['Quagga']);
      assert.deepEqual(await search('zebra'), []);
    } finally {
      await tasks().delete(task.id);
    }
  });

  it('finds Chinese, Japanese and Korean', async () => {
    for (const part of ['图', '图片', '矩阵', '图片矩阵', '片矩'])
      assert.deepEqual(await search(part), ['图片矩阵'], part);
    assert.deepEqual(await search('屋顶'), ['一只在屋顶上的猫 cat']);
    assert.deepEqual(await search('猫 cat'), ['一只在屋顶上的猫 cat']);
    assert.deepEqual(await search('猫图'), []);
    assert.deepEqual(await search('写真'), ['カタログの写真']);
    assert.deepEqual(await search('한국'), ['한국어 이름']);
  });

  it('finds words with accents and parts of compound names', async () => {
    assert.deepEqual(await search('CRÈME'), ['Café crème brûlée']);
    assert.deepEqual(await search('ärg'), ['Ärger straße']);
    assert.deepEqual(await search('final'), ['report_2026-final.v2']);
    assert.deepEqual(await search('report_2026'), ['report_2026-final.v2']);
  });

  it('takes nothing in a query for an operator', async () => {
    assert.deepEqual(await search('NEAR'), ['NEAR OR AND NOT']);
    assert.deepEqual(await search('or and not near'), ['NEAR OR AND NOT']);
    for (const text of [
      '"ima" *',
      'NEAR(image matrix)',
      '-image',
      'ima*',
      '^image',
      'words:image',
      '(image',
      'image"',
    ]) {
      await assert.doesNotReject(search(text), text);
    }
    await assert.doesNotReject(tasks().page({ words: ['OR'], limit: 10 }));
    for (const word of [
      '"',
      '*',
      'ima*',
      '"ima',
      'NEAR(',
      'words:',
      '=shared',
      `=${owner_id}`,
      "'",
      '\\',
      '$',
      '.*',
    ]) {
      const found = await tasks().page({ words: [word], limit: 10 });
      assert.deepEqual(found, { tasks: [], searched_to: null }, word);
      assert.deepEqual(await tasks().count({ words: [word] }, 10), { count: 0, complete: true }, word);
    }
  });

  it('shows through a search what may be seen, and nothing else', async () => {
    const [ada, bob] = [nextId(), nextId()];
    const own = aTask({ name: 'Walrus one', owner_id: ada });
    const shared = aTask({ name: 'Walrus two', owner_id: bob, shared: true });
    const hidden = aTask({ name: 'Walrus three', owner_id: bob });
    for (const task of [own, shared, hidden]) await tasks().create(task, {});
    const found = async (filter: { visible_to?: string; owner_id?: string }) =>
      (await tasks().page({ ...filter, words: ['walrus'], limit: 10 })).tasks.map((task) => task.name);
    assert.deepEqual(await found({}), ['Walrus three', 'Walrus two', 'Walrus one']);
    assert.deepEqual(await found({ visible_to: ada }), ['Walrus two', 'Walrus one']);
    assert.deepEqual(await found({ visible_to: ada, owner_id: bob }), ['Walrus two']);
    assert.deepEqual(await found({ owner_id: bob }), ['Walrus three', 'Walrus two']);
    await tasks().delete(own.id);
    assert.deepEqual(await found({ visible_to: ada }), ['Walrus two']);
  });

  it('finds words of very long names and empty ones never', async () => {
    const long = aTask({ name: `${'lengthy '.repeat(30)}end${'x'.repeat(60)}`, owner_id });
    await tasks().create(long, {});
    await tasks().create(aTask({ name: '', owner_id }), {});
    assert.deepEqual(await search('lengthy endxxx'), [long.name]);
  });
}
