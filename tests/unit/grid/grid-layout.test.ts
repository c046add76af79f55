import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lettering } from '../../../src/pictures/lettering.ts';
import {
  axesOf,
  combination,
  countOf,
  labelKey,
  variablesOf,
} from '../../../src/services/tasks/grid/grid-axes.ts';
import { gridLayout } from '../../../src/services/tasks/grid/grid-layout.ts';
import { fittingLayout } from '../../../src/services/tasks/grid/grid-size.ts';

const variable = (name: string, count: number, text = name) => ({
  name,
  values: Array.from({ length: count }, (_, at) => `${text} ${at}`),
});
const VARIABLES = [variable('a', 3), variable('b', 2), variable('c', 4)];

const named = (axes: ReturnType<typeof axesOf>) => [
  axes.rows.map(({ name }) => name),
  axes.columns.map(({ name }) => name),
  axes.fixed,
];

test('variables come from the labels, in the order in which they are met', () => {
  const labels: (Record<string, string> | null)[] = [
    { a: 'x', b: '1' },
    null,
    { a: 'y', b: '1' },
    { a: 'x', b: '2', c: '' },
  ];
  assert.deepEqual(variablesOf(labels), [
    { name: 'a', values: ['x', 'y'] },
    { name: 'b', values: ['1', '2'] },
    { name: 'c', values: [''] },
  ]);
});

test('what is not named goes where it belongs', () => {
  assert.deepEqual(named(axesOf(VARIABLES, { where: {} })), [['a'], ['b', 'c'], {}]);
  assert.deepEqual(named(axesOf(VARIABLES, { rows: 'c', where: {} })), [['c'], ['a', 'b'], {}]);
  assert.deepEqual(named(axesOf(VARIABLES, { columns: 'a', where: {} })), [['b'], ['a'], { c: 'c 0' }]);
  assert.deepEqual(named(axesOf(VARIABLES, { rows: '', columns: 'c,a', where: { b: 'b 1' } })), [
    [],
    ['c', 'a'],
    { b: 'b 1' },
  ]);
  assert.deepEqual(named(axesOf(VARIABLES, { where: { a: 'a 2' } })), [['b'], ['c'], { a: 'a 2' }]);
});

test('an axis shows the values that are asked for, in that order', () => {
  const { rows, columns } = axesOf(VARIABLES, { rows: 'a', columns: 'c', where: {}, show: { a: '2,0' } });
  assert.deepEqual(rows, [{ name: 'a', values: ['a 2', 'a 0'] }]);
  assert.deepEqual(columns, [VARIABLES[2]]);
  for (const numbers of ['', '3', '0,0', '-1', 'a 1', '1,'])
    assert.throws(() => axesOf(VARIABLES, { where: {}, show: { a: numbers } }), {
      type: 'validation_failed',
    });
  assert.throws(() => axesOf(VARIABLES, { where: {}, show: { none: '0' } }), { type: 'validation_failed' });
});

test('a variable may be called like what every object has', () => {
  const odd = ['constructor', 'toString', 'hasOwnProperty', '__proto__'];
  const variables = variablesOf([Object.fromEntries(odd.map((name) => [name, '1']))]);
  assert.deepEqual(
    variables.map(({ name }) => name),
    odd,
  );
  const axes = axesOf(variables, { rows: 'constructor', columns: 'toString', where: {} });
  assert.deepEqual(Object.entries(axes.fixed), [
    ['hasOwnProperty', '1'],
    ['__proto__', '1'],
  ]);
  assert.equal(labelKey(variables, {}), '[null,null,null,null]');
});

test('combinations run through all values, the last variable fastest', () => {
  const all = Array.from({ length: countOf(VARIABLES) }, (_, at) => combination(VARIABLES, at));
  assert.equal(new Set(all.map((one) => JSON.stringify(one))).size, 24);
  assert.deepEqual(all[1], { a: 'a 0', b: 'b 0', c: 'c 1' });
  assert.deepEqual(all[23], { a: 'a 2', b: 'b 1', c: 'c 3' });
});

test('no two things overlap, and nothing lies outside', () => {
  for (const cell of [32, 128, 1_024]) {
    for (const text of ['v', 'a rather long value of a variable', '很长的取值'.repeat(20)]) {
      for (const rows of [[], ['a'], ['a', 'b']]) {
        const variables = VARIABLES.map(({ name, values }) => variable(name, values.length, text));
        const axes = axesOf(variables, { rows: rows.join(','), where: {} });
        const layout = gridLayout(axes, { cell, labels: true, ratios: [1.5], nothing: 'None' });
        const { x, y, head, foot, width, height } = layout;
        const what = JSON.stringify([cell, text.slice(0, 3), rows]);
        assert.deepEqual(layout.cell, { width: cell, height: Math.round(cell / 1.5) }, what);
        const right = (x.at(-1) as number) + layout.cell.width;
        assert.ok(right <= width && (y.at(-1) as number) + layout.cell.height <= layout.foot_y, what);
        assert.ok(
          x.every((at, n) => n === 0 || at - (x[n - 1] as number) > layout.cell.width),
          what,
        );
        assert.ok(
          y.every((at, n) => n === 0 || at - (y[n - 1] as number) > layout.cell.height),
          what,
        );
        for (const label of head) assert.ok(label.y + label.height <= (y[0] as number), what);
        for (const row of y.keys())
          for (const label of layout.rowLabels(row))
            assert.ok(label.x + label.width <= (x[0] as number), what);
        for (const { x: from, y: top, width: wide, height: high } of [...head, ...foot])
          assert.ok(from >= 0 && from + wide <= width && top >= 0 && top + high <= height, what);
      }
    }
  }
});

test('the labels in the corner and beside the rows have room for all of their letters', () => {
  const lettering = new Lettering();
  const ascii = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).filter((one) =>
    one.trim(),
  );
  for (const text of ['mood', 'WWW', 'Щука', 'Ж—Ж', '心情', 'calm', ...ascii.map((one) => one.repeat(4))])
    for (const [name, value] of [
      [text, 'i'],
      ['i', text],
    ] as const) {
      const variables = [name, 'column'].map((one) => ({ name: one, values: [value, 'v'] }));
      const axes = axesOf(variables, { where: {} });
      const { head, rowLabels } = gridLayout(axes, { cell: 256, labels: true, ratios: [1], nothing: 'None' });
      const beside = [...head.filter(({ align }) => align !== 'middle'), ...rowLabels(0)];
      for (const { text: whole, size, width } of beside)
        assert.ok(lettering.width(whole, size) <= width, whole);
    }
});

test('pictures of several shapes share a cell into which each fits with its long edge', () => {
  const axes = axesOf(VARIABLES, { where: {} });
  const cellOf = (ratios: number[]) =>
    gridLayout(axes, { cell: 120, labels: false, ratios, nothing: 'None' }).cell;
  assert.deepEqual(cellOf([]), { width: 120, height: 120 });
  assert.deepEqual(cellOf([0.5]), { width: 60, height: 120 });
  assert.deepEqual(cellOf([0.5, 2]), { width: 120, height: 120 });
});

test('the size that a refusal names is the largest that fits', () => {
  const axes = axesOf([variable('a', 50), variable('b', 50)], { where: {} });
  const layoutFor = (cell: number) => gridLayout(axes, { cell, labels: true, ratios: [1], nothing: 'None' });
  assert.throws(
    () => fittingLayout(layoutFor, 512, 'png'),
    (error: { details?: { path: string; message: string }[] }) => {
      const fits = Number(/fits is (\d+)/.exec(error.details?.[0]?.message ?? '')?.[1]);
      const { width, height } = layoutFor(fits);
      const above = layoutFor(fits + 1);
      return width * height <= 100_000_000 && above.width * above.height > 100_000_000;
    },
  );
  const chosen = fittingLayout(layoutFor, undefined, 'png');
  assert.ok(chosen.width * chosen.height <= 100_000_000 && chosen.width * chosen.height > 95_000_000);
  const huge = axesOf([variable('a', 1_000), variable('b', 1_000)], { where: {} });
  assert.throws(
    () =>
      fittingLayout(
        (cell) => gridLayout(huge, { cell, labels: false, ratios: [1], nothing: 'None' }),
        32,
        'png',
      ),
    (error: { details?: { path: string }[] }) => error.details?.[0]?.path === 'rows',
  );
});
