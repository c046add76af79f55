import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ItemRow } from '../../src/data/contracts/index.ts';
import { anItem, nextId, type OpenedDatabase, plain } from './samples.ts';

export function itemsContract(opened: () => OpenedDatabase): void {
  const items = () => opened().database.items;
  const stored = async (row: ItemRow) => plain(await items().get(row.task_id, row.index));

  it('keeps what was put, whole', async () => {
    const file = {
      name: '图.webp',
      content_type: 'image/webp',
      bytes: 12,
      sha256: 'ab',
      width: 64,
      height: null,
    };
    const row = anItem({
      files: [file],
      result: '{"list": [1, null, "\\""], "n": 1.0}',
      label: { 'a.b': '$c' },
    });
    const failed = anItem({
      task_id: row.task_id,
      index: 1,
      status: 'failed',
      label: null,
      result: null,
      error: { type: 'Error', message: 'no' },
      started_at: null,
    });
    await items().put([row, failed]);
    assert.deepEqual(await stored(row), row);
    assert.deepEqual(await stored(failed), failed);
    assert.equal(await items().get(row.task_id, 2), null);
    assert.equal(await items().get(nextId(), 0), null);
    assert.deepEqual(await items().put([]), []);
  });

  it('keeps the first outcome that is recorded for an attempt', async () => {
    const first = anItem({ attempt: 3, status: 'queued', result: null, error: { type: 'E', message: 'm' } });
    assert.deepEqual(await items().put([first]), [true]);
    for (const attempt of [1, 2, 3]) {
      for (const round of [0, 1]) {
        const late = { ...first, attempt, round, status: 'completed' as const, result: '"late"' };
        assert.deepEqual(await items().put([late]), [false]);
        assert.deepEqual(await stored(first), first);
      }
    }
    const next = { ...first, attempt: 4, status: 'completed' as const, result: '"right"', error: null };
    assert.deepEqual(await items().put([next]), [true]);
    assert.deepEqual(await stored(next), next);
  });

  it('decides row by row and tells which were recorded', async () => {
    const old = anItem({ attempt: 5 });
    await items().put([old]);
    const task_id = old.task_id;
    const fresh = anItem({ task_id, index: 1, result: '"first"' });
    const newer = anItem({ task_id, index: 2, result: '"second"' });
    assert.deepEqual(await items().put([fresh, { ...old, attempt: 1, result: '"late"' }, newer]), [
      true,
      false,
      true,
    ]);
    assert.deepEqual(await stored(old), old);
    assert.deepEqual(await stored(fresh), fresh);
    assert.deepEqual(await stored(newer), newer);
  });

  it('records one of those that come at the same time with the same attempt', async () => {
    const row = anItem();
    const outcomes = await Promise.all(
      ['0', '1', '2', '3'].map((result) => items().put([{ ...row, result }])),
    );
    assert.equal(outcomes.flat().filter(Boolean).length, 1);
    const winner = outcomes.findIndex(([recorded]) => recorded);
    assert.deepEqual(await stored(row), { ...row, result: String(winner) });
  });

  it('ends with the newest attempt, whoever comes when', async () => {
    const row = anItem();
    const attempts = [4, 2, 7, 1, 6, 3, 5];
    await Promise.all(attempts.map((attempt) => items().put([{ ...row, attempt, result: String(attempt) }])));
    assert.deepEqual(await stored(row), { ...row, attempt: 7, result: '7' });
  });

  it('pages by index, with and without results', async () => {
    const task_id = nextId();
    const rows = [9, 0, 4, 10, 2].map((index) => anItem({ task_id, index, attempt: index + 1, round: 1 }));
    await items().put(rows);
    await items().put([anItem({ index: 3 })]);
    const sorted = [...rows].sort((a, b) => a.index - b.index);
    assert.deepEqual(plain(await items().page(task_id, 0, 10)), sorted);
    assert.deepEqual(plain(await items().page(task_id, 3, 2)), sorted.slice(2, 4));
    assert.deepEqual(await items().page(task_id, 11, 2), []);
    const outcomes = sorted.map(({ index, status, attempt, round }) => ({ index, status, attempt, round }));
    assert.deepEqual(plain(await items().outcomes(task_id, 0, 10)), outcomes);
    assert.deepEqual(plain(await items().outcomes(task_id, 4, 1)), outcomes.slice(2, 3));
    const some = await items().getMany(task_id, [10, 1, 0]);
    assert.deepEqual(some.map((row) => row.index).sort(), [0, 10]);
    assert.deepEqual(await items().getMany(task_id, []), []);
  });

  it('pages the indexes and rounds of a status, also after an offset', async () => {
    const task_id = nextId();
    const rows = Array.from({ length: 30 }, (_, index) =>
      anItem({
        task_id,
        index,
        status: index % 3 ? 'completed' : 'failed',
        round: index % 2,
        note: index % 5 ? null : 'half',
      }),
    );
    await items().put([...rows, anItem({ status: 'failed' })]);
    const failed = rows
      .filter(({ status }) => status === 'failed')
      .map(({ index, round }) => ({ index, round }));
    assert.deepEqual(plain(await items().byStatus(task_id, 'failed', 0, 100)), failed);
    assert.deepEqual(plain(await items().byStatus(task_id, 'failed', 4, 3)), failed.slice(2, 5));
    assert.deepEqual(plain(await items().byStatus(task_id, 'failed', 0, 3, 5)), failed.slice(5, 8));
    assert.deepEqual(plain(await items().byStatus(task_id, 'failed', 4, 3, 1)), failed.slice(3, 6));
    assert.deepEqual(await items().byStatus(task_id, 'failed', 0, 3, 10), []);
    assert.deepEqual(await items().byStatus(task_id, 'cancelled', 0, 100), []);
  });

  it('keeps stack and cause of an error, and no half character', async () => {
    const cause = { type: 'TypeError', message: 'inner' };
    const row = anItem({
      status: 'failed',
      error: { type: 'Error', message: 'x\ud83d', stack: 'Error: x', cause },
      result: JSON.stringify(['\ud83d']),
      note: '\udc00',
      label: { '\ud83d': 'y' },
    });
    await items().put([row]);
    assert.deepEqual(await stored(row), {
      ...row,
      error: { type: 'Error', message: 'x\ufffd', stack: 'Error: x', cause },
      result: '["\ufffd"]',
      note: '\ufffd',
      label: { '\ufffd': 'y' },
    });
  });

  it('takes and removes many in slices', async () => {
    const task_id = nextId();
    const rows = Array.from({ length: 1200 }, (_, index) => anItem({ task_id, index }));
    await items().put(rows);
    assert.equal(await items().deleteSome(task_id, 1000), 1000);
    assert.equal((await items().page(task_id, 0, 2000)).length, 200);
    assert.equal(await items().deleteSome(task_id, 1000), 200);
    assert.equal(await items().deleteSome(task_id, 1000), 0);
  });
}
