import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type ItemLogLine, LOG_BYTES_KEPT, LOG_LINES_KEPT } from '../../src/data/contracts/index.ts';
import { nextId, type OpenedDatabase, plain, T0 } from './samples.ts';

export function itemLogsContract(opened: () => OpenedDatabase): void {
  const logs = () => opened().database.itemLogs;
  const line = (message: string, changes: Partial<ItemLogLine> = {}): ItemLogLine => ({
    at: T0,
    attempt: 1,
    level: 'info',
    message,
    fields: null,
    ...changes,
  });
  const messages = async (task_id: string, index = 0) =>
    (await logs().list(task_id, index)).map(({ message }) => message);

  it('keeps lines of many items in one write, oldest first', async () => {
    const task_id = nextId();
    const first = line('one\ntwo “三”', { level: 'warn', fields: { $x: [1, null], 'a.b': '$y' } });
    await logs().append([
      { task_id, index: 0, lines: [first, line('second')] },
      { task_id, index: 1, lines: [line('other')] },
    ]);
    await logs().append([{ task_id, index: 0, lines: [line('third', { attempt: 2 })] }]);
    assert.deepEqual(plain((await logs().list(task_id, 0))[0]), first);
    assert.deepEqual(await messages(task_id), ['one\ntwo “三”', 'second', 'third']);
    assert.deepEqual(await messages(task_id, 1), ['other']);
    assert.deepEqual(await messages(task_id, 2), []);
    await logs().append([]);
  });

  it('keeps the newest lines, so many and so many bytes', async () => {
    const task_id = nextId();
    const numbered = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => line(`${from + at}`));
    await logs().append([{ task_id, index: 0, lines: numbered(0, LOG_LINES_KEPT) }]);
    await logs().append([{ task_id, index: 0, lines: numbered(LOG_LINES_KEPT, 5) }]);
    const kept = await messages(task_id);
    assert.equal(kept.length, LOG_LINES_KEPT);
    assert.deepEqual([kept[0], kept.at(-1)], ['5', `${LOG_LINES_KEPT + 4}`]);

    const long = (name: string) => line(name, { fields: { text: '图'.repeat(7_000) } });
    for (const name of ['a', 'b', 'c', 'd'])
      await logs().append([{ task_id, index: 1, lines: [long(name)] }]);
    assert.deepEqual(await messages(task_id, 1), ['b', 'c', 'd']);
    await logs().append([{ task_id, index: 1, lines: [line('x'.repeat(LOG_BYTES_KEPT)), line('e')] }]);
    assert.deepEqual(await messages(task_id, 1), ['b', 'c', 'd', 'e']);
  });

  it('keeps the newest warnings and errors, however many other lines follow', async () => {
    const task_id = nextId();
    const many = (name: string, count: number, level: ItemLogLine['level']) =>
      Array.from({ length: count }, (_, at) => line(`${name} ${at}`, { level }));
    const add = (index: number, lines: ItemLogLine[]) => logs().append([{ task_id, index, lines }]);
    await add(0, [line('REASON', { level: 'error' }), ...many('a', 1_000, 'info')]);
    await add(0, [...many('b', 60, 'debug'), line('why', { level: 'warn' }), ...many('c', 500, 'info')]);
    const kept = await messages(task_id);
    assert.equal(kept.length, LOG_LINES_KEPT);
    assert.deepEqual([...kept.slice(0, 3), kept.at(-1)], ['REASON', 'why', 'c 302', 'c 499']);

    await add(1, many('w', 60, 'warn'));
    await add(1, many('d', 300, 'info'));
    const beside = await messages(task_id, 1);
    assert.deepEqual([beside[0], beside[49], beside[50], beside.length], ['w 10', 'w 59', 'd 150', 200]);
    await add(1, many('e', 300, 'error'));
    const newest = await messages(task_id, 1);
    assert.deepEqual([newest[0], newest.at(-1), newest.length], ['e 100', 'e 299', LOG_LINES_KEPT]);

    const long = (name: string, level: ItemLogLine['level']) =>
      line(name, { level, fields: { text: '图'.repeat(5_000) } });
    await add(2, [...['p', 'q', 'r'].map((name) => long(name, 'error'))]);
    for (const name of ['x', 'y', 'z']) await add(2, [long(name, 'info')]);
    assert.deepEqual(await messages(task_id, 2), ['q', 'r', 'y', 'z']);
  });

  it('loses no line of those that come at the same time', async () => {
    const task_id = nextId();
    const names = Array.from({ length: 20 }, (_, at) => `line ${at}`);
    await Promise.all(names.map((name) => logs().append([{ task_id, index: 0, lines: [line(name)] }])));
    assert.deepEqual((await messages(task_id)).sort(), names.sort());
  });

  it('removes the lines of a task in slices', async () => {
    const [task_id, other] = [nextId(), nextId()];
    const items = Array.from({ length: 25 }, (_, index) => ({ task_id, index, lines: [line('x')] }));
    await logs().append([...items, { task_id: other, index: 0, lines: [line('stays')] }]);
    assert.equal(await logs().deleteSome(task_id, 20), 20);
    assert.equal(await logs().deleteSome(task_id, 20), 5);
    assert.equal(await logs().deleteSome(task_id, 20), 0);
    assert.deepEqual(await messages(other), ['stays']);
  });
}
