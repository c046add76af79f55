import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bands } from './bands.ts';

test('each cell has one place in the bands, and the last band may be shorter', () => {
  const bands = new Bands(2, 7, 3);
  assert.deepEqual([bands.count, bands.length], [3, 6]);
  assert.deepEqual(
    Array.from({ length: bands.length }, (_, row) => bands.cellsIn(row)),
    [3, 3, 3, 3, 1, 1],
  );
  for (let row = 0; row < 2; row += 1)
    for (let column = 0; column < 7; column += 1)
      assert.deepEqual(bands.at(bands.placeOf({ row, column })), { row, column });
  assert.deepEqual(bands.placeOf({ row: 1, column: 4 }), { row: 3, column: 1 });
});

test('the bands between two rows are those that have one of them', () => {
  const bands = new Bands(2, 7, 3);
  assert.deepEqual(
    [...bands.between(1, 3)],
    [
      { band: 0, row: 0, column: 0 },
      { band: 1, row: 2, column: 3 },
    ],
  );
  assert.equal([...bands.between(0, 99)].length, 3);
  assert.deepEqual([...new Bands(0, 0, 0).between(0, 0)], []);
});

test('a screen reader counts the names of columns above each band, and those of rows before the others', () => {
  const bands = new Bands(2, 7, 3);
  assert.deepEqual([bands.rowCount, bands.columnCount], [9, 4]);
  assert.deepEqual(
    Array.from({ length: bands.length }, (_, row) => bands.rowIndex(row)),
    [2, 3, 5, 6, 8, 9],
  );
  assert.equal(bands.columnIndex(0), 2);
  const bare = new Bands(2, 7, 7, { headed: false, sided: false });
  assert.deepEqual([bare.rowCount, bare.columnCount, bare.rowIndex(1), bare.columnIndex(0)], [2, 7, 2, 1]);
});
