import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridLayout } from '../../../src/services/tasks/grid/grid-layout.ts';
import { type CellContent, gridMessages } from '../../../src/services/tasks/grid/grid-messages.ts';
import { waitFor } from '../../support/wait-for.ts';

const values = (count: number) => Array.from({ length: count }, (_, at) => `${at}`);

/** A grid whose pictures are the numbers of their cells, and what has been read of it. */
function grid(rows: number, columns: number, { bytes = 10, cell = 32 } = {}) {
  const axes = {
    rows: [{ name: 'a', values: values(rows) }],
    columns: [{ name: 'b', values: values(columns) }],
    fixed: {},
  };
  const read: string[] = [];
  const content = (row: number, column: number): CellContent => ({
    bytes,
    async read() {
      read.push(`${row},${column}`);
      return { picture: Uint8Array.of(row, column) };
    },
  });
  const layout = gridLayout(axes, { cell, labels: false, ratios: [], nothing: 'None' });
  return { read, layout, messages: () => gridMessages({ layout, format: 'png', content }) };
}

test('strips come from the top, each with its pictures in their places', async () => {
  const { layout, messages } = grid(2, 70);
  const told = await Array.fromAsync(messages());
  assert.deepEqual(
    told.map(({ kind }) => kind),
    [
      ...['strip', 'finish-strip'],
      ...['strip', 'cells', 'cells', 'finish-strip'],
      ...['strip', 'cells', 'cells', 'finish-strip'],
    ],
  );
  const strips = told.flatMap((one) => (one.kind === 'strip' ? [one] : []));
  assert.equal(
    strips.reduce((total, { height }) => total + height, 0),
    layout.height,
  );
  const cells = told.flatMap((one) => (one.kind === 'cells' ? one.cells : []));
  assert.deepEqual(
    cells,
    [0, 1].flatMap((row) =>
      layout.x.map((x, column) => ({ x, content: { picture: Uint8Array.of(row, column) } })),
    ),
  );
});

test('the next pictures are read while the ones before are drawn, and no more than they', async () => {
  const { read, messages } = grid(4, 3);
  const reading = messages();
  for (const rows of [2, 3, 4, 4]) {
    let next = await reading.next();
    while (next.value?.kind !== 'cells') next = await reading.next();
    await waitFor(() => read.length === rows * 3, { what: `${rows} rows to be read` });
  }
});

test('large pictures go one by one', async () => {
  const { messages } = grid(1, 3, { bytes: 5_000_000 });
  const told = await Array.fromAsync(messages());
  assert.deepEqual(
    told.flatMap((one) => (one.kind === 'cells' ? [one.cells.length] : [])),
    [1, 1, 1],
  );
});

test('a row too high for one strip has its pictures in each', async () => {
  const { messages, layout } = grid(1, 60, { cell: 1_024 });
  const told = await Array.fromAsync(messages());
  const skips = told.flatMap((one) => (one.kind === 'cells' ? [one.skip] : []));
  const [first, second] = [Math.min(...skips), Math.max(...skips)];
  assert.equal(first, 0);
  assert.ok(second > 0 && second < layout.cell.height);
});

test('a picture that cannot be read ends it', async () => {
  const { layout } = grid(3, 2);
  const content = (row: number): CellContent => ({
    bytes: 1,
    read: () =>
      row === 2 ? Promise.reject(new Error('gone')) : Promise.resolve({ picture: new Uint8Array() }),
  });
  const told: string[] = [];
  await assert.rejects(async () => {
    for await (const { kind } of gridMessages({ layout, format: 'png', content })) told.push(kind);
  }, /gone/);
  assert.equal(told.filter((kind) => kind === 'cells').length, 2);
});
