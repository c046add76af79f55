import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrange, changed, placedAt, roleOf, withRole } from './arrange.ts';
import { matrixOf, valueAt } from './matrix.ts';
import { showingOnly } from './only.ts';
import { defaultAxes, viewCodec } from './view.ts';

const lists = {
  time: ['dawn', 'dusk'],
  place: ['desert', 'city', 'sea'],
  animal: ['fox', 'owl', 'hare', 'crab'],
};
const variables = matrixOf({ params: { variables: lists }, total_items: 24 }) ?? [];
const codec = viewCodec(variables);
const read = (text: string) => codec.read(new URLSearchParams(text));

test('a task is a matrix when its items are the combinations of its variables', () => {
  assert.deepEqual(
    variables.map(({ name, stride }) => [name, stride]),
    [
      ['time', 12],
      ['place', 4],
      ['animal', 1],
    ],
  );
  assert.equal(matrixOf({ params: { variables: lists }, total_items: 23 }), null);
  assert.equal(matrixOf({ params: { variables: {} }, total_items: 1 }), null);
  assert.equal(matrixOf({ params: { variables: { a: [1] } }, total_items: 1 }), null);
  assert.equal(matrixOf({ params: null, total_items: 1 }), null);
});

test('each cell is one item, and each item has one cell, however the axes lie', () => {
  for (const text of [
    '',
    'rows=animal&columns=time,place',
    'rows=&columns=animal,time,place',
    'rows=time&columns=place',
  ]) {
    const { rows, columns, indexAt, placeOf, valuesAt } = arrange(variables, read(text));
    const seen = new Set<number>();
    for (let row = 0; row < rows.length; row += 1)
      for (let column = 0; column < columns.length; column += 1) {
        const index = indexAt(row, column);
        seen.add(index);
        assert.deepEqual(placeOf(index), { row, column });
        const axes = [...rows.variables, ...columns.variables];
        const on = variables.filter((one) => axes.includes(one));
        assert.deepEqual(
          valuesAt(row, column),
          on.map((one) => ({ name: one.name, value: one.values[valueAt(one, index)] })),
        );
      }
    assert.equal(seen.size, rows.length * columns.length);
  }
});

test('hidden values leave the grid, and what is shown has its own order', () => {
  const grid = arrange(variables, read('show.animal=3.0&rows=place&columns=animal&at.time=1'));
  assert.equal(grid.columns.length, 2);
  assert.deepEqual(grid.valuesAt(1, 0), [
    { name: 'place', value: 'city' },
    { name: 'animal', value: 'crab' },
  ]);
  assert.equal(grid.indexAt(1, 0), 12 + 4 + 3);
  assert.equal(grid.placeOf(12 + 4 + 1), null, 'an owl is hidden');
  assert.equal(grid.placeOf(4 + 3), null, 'dawn is another step');
});

test('a step whose value is hidden shows the first that is not', () => {
  const grid = arrange(variables, read('rows=place&columns=animal&show.time=1'));
  assert.equal(grid.indexAt(0, 0), 12);
});

test('the outer values span the inner ones', () => {
  const { rows } = arrange(variables, read('rows=time,place&columns=animal'));
  assert.deepEqual(rows.groups(0, 1, 5), [
    { start: 0, span: 3, value: 'dawn' },
    { start: 3, span: 3, value: 'dusk' },
  ]);
  assert.deepEqual(
    rows.groups(1, 2, 4).map(({ start, value }) => [start, value]),
    [
      [2, 'sea'],
      [3, 'desert'],
    ],
  );
});

test('a view stands in the URL whole, and the usual one leaves it empty', () => {
  assert.deepEqual(codec.write(read('')), {});
  // The longer axis lies across a wide window, and down a narrow one.
  const [six, four] = [['time', 'place'], ['animal']];
  assert.deepEqual(defaultAxes(variables), { rows: four, columns: six });
  assert.deepEqual(defaultAxes(variables, true), { rows: six, columns: four });
  const short = { time: ['dawn', 'dusk'], place: ['desert', 'city', 'sea'], animal: ['fox', 'owl'] };
  const wide = matrixOf({ params: { variables: short }, total_items: 12 }) ?? [];
  assert.deepEqual(defaultAxes(wide), { rows: ['place'], columns: ['time', 'animal'] });
  // What would be scrolled sideways lies down: a band of more rows is not in sight as a whole.
  const series = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}${at}`);
  const axesOf = (a: number, b: number) =>
    defaultAxes(
      matrixOf({ params: { variables: { a: series('a', a), b: series('b', b) } }, total_items: a * b }) ?? [],
    );
  assert.deepEqual(axesOf(5, 40), { rows: ['b'], columns: ['a'] });
  assert.deepEqual(axesOf(40, 3), { rows: ['b'], columns: ['a'] });
  // One axis that differs brings the other with it: elsewhere the usual one may be another.
  const { rows, columns } = codec.read(new URLSearchParams(codec.write({ ...read(''), rows: [] })));
  assert.deepEqual({ rows, columns }, { rows: [], columns: six });
  assert.equal(codec.write({ ...read(''), rows: [] }).columns, 'time,place');
  const text = 'rows=animal&columns=&at.time=1&show.place=2.0&size=l&pick=3.5&open=7&compare=1';
  for (const how of ['1', 'slider', 'flicker']) {
    const compared = text.replace(/1$/, how);
    assert.equal(new URLSearchParams(codec.write(read(compared))).toString(), compared);
  }
  assert.equal(read('pick=3.5&compare=constructor').compare, null);
  const bad = read(
    'rows=nothing,%25&columns=time&at.time=9&show.place=x&size=huge&pick=99.1&open=-1&compare=1',
  );
  assert.deepEqual(bad.rows, []);
  assert.deepEqual([bad.at, bad.show, bad.size, bad.pick, bad.open], [{}, {}, 'fit', [1], null]);
});

test('names stand in the URL escaped once, whatever is in them', () => {
  const odd = viewCodec(
    matrixOf({ params: { variables: { 地点: ['a', 'b'], '50%, off': ['c', 'd'] } }, total_items: 4 }) ?? [],
  );
  const axes = { rows: ['50%, off'], columns: ['地点'] };
  const view = { ...odd.read(new URLSearchParams()), ...axes };
  const text = new URLSearchParams(odd.write(view)).toString();
  assert.ok(text.includes(`columns=${encodeURIComponent('地点')}`), text);
  const { rows, columns } = odd.read(new URLSearchParams(text));
  assert.deepEqual({ rows, columns }, axes);
  // As earlier versions wrote it.
  const twice = odd.read(new URLSearchParams({ columns: encodeURIComponent('地点'), rows: '' }));
  assert.deepEqual(twice.columns, ['地点']);
});

test('a variable goes to any place, and is in one', () => {
  const view = { rows: ['time'], columns: ['animal'] };
  assert.deepEqual(withRole(view, 'place', 'rows'), { rows: ['place', 'time'], columns: ['animal'] });
  assert.deepEqual(withRole(view, 'time', 'inner_columns'), { rows: [], columns: ['animal', 'time'] });
  assert.deepEqual(withRole(view, 'time', 'step'), { rows: [], columns: ['animal'] });
  assert.equal(roleOf({ rows: ['a', 'b'], columns: [] }, 'b'), 'inner_rows');
  assert.deepEqual(placedAt(view, 'animal', 'rows', 'time'), { rows: ['animal', 'time'], columns: [] });
  assert.deepEqual(placedAt(view, 'animal', 'rows', null), { rows: ['time', 'animal'], columns: [] });
  assert.deepEqual(placedAt(view, 'animal', 'steps', null), { rows: ['time'], columns: [] });
});

test('only the values that some items have are shown', () => {
  // dawn city fox, and dawn sea owl.
  assert.deepEqual(showingOnly(variables, [4, 9]), { time: [0], place: [1, 2], animal: [0, 1] });
  assert.deepEqual(showingOnly(variables, [...Array(24).keys()]), {});
  assert.deepEqual(showingOnly(variables, []), {});
});

test('of a move all that changed is known: the variable itself first, those that moved along, and axes left empty', () => {
  const before = { rows: ['place'], columns: ['time'] };
  assert.deepEqual(changed(before, withRole(before, 'place', 'columns'), 'place'), {
    moved: ['place', 'time'],
    emptied: ['rows'],
  });
  assert.deepEqual(changed(before, withRole(before, 'animal', 'inner_rows'), 'animal'), {
    moved: ['animal'],
    emptied: [],
  });
  assert.deepEqual(changed(before, { rows: ['time'], columns: ['place'] }, null), {
    moved: ['time', 'place'],
    emptied: [],
  });
  const nested = { rows: ['place', 'animal'], columns: [] };
  assert.deepEqual(changed(nested, withRole(nested, 'place', 'step'), 'place'), {
    moved: ['place', 'animal'],
    emptied: [],
  });
});
