import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Batcher } from '../../../src/runtime/batcher.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('entries of one turn of the event loop travel together, each gets its own result', async () => {
  const batches: number[][] = [];
  const batcher = new Batcher<number, number>({
    most: 10,
    async run(batch) {
      batches.push(batch);
      return batch.map((entry) => entry * 2);
    },
  });
  assert.deepEqual(await Promise.all([1, 2, 3].map((entry) => batcher.add(entry))), [2, 4, 6]);
  assert.equal(await batcher.add(4), 8);
  assert.deepEqual(batches, [[1, 2, 3], [4]]);
});

test('no batch is larger than most, and the order is kept', async () => {
  const batches: number[][] = [];
  const batcher = new Batcher<number, void>({
    most: 2,
    async run(batch) {
      batches.push(batch);
      return batch.map(() => undefined);
    },
  });
  await Promise.all([1, 2, 3, 4, 5].map((entry) => batcher.add(entry)));
  assert.deepEqual(batches, [[1, 2], [3, 4], [5]]);
});

for (const at_once of [1, 3]) {
  test(`at most ${at_once} batches are under way, what comes meanwhile waits for them`, async () => {
    const open: (() => void)[] = [];
    let most = 0;
    const batcher = new Batcher<number, number>({
      most: 1,
      at_once,
      async run(batch) {
        const { promise, resolve } = Promise.withResolvers<void>();
        open.push(resolve);
        most = Math.max(most, open.length);
        await promise;
        return batch;
      },
    });
    const results = Promise.all([1, 2, 3, 4, 5].map((entry) => batcher.add(entry)));
    for (let ended = 0; ended < 5; ) {
      await turn();
      ended += open.length;
      for (const end of open.splice(0)) end();
    }
    assert.deepEqual(await results, [1, 2, 3, 4, 5]);
    assert.equal(most, at_once);
  });
}

test('a failed batch rejects its own entries, and the next one runs', async () => {
  const batcher = new Batcher<string, string>({
    most: 2,
    async run(batch) {
      if (batch.includes('bad')) throw new Error('refused');
      return batch;
    },
  });
  const [first, second, third] = await Promise.allSettled(['bad', 'b', 'c'].map((one) => batcher.add(one)));
  assert.equal(first?.status, 'rejected');
  assert.equal(second?.status, 'rejected');
  assert.deepEqual(third, { status: 'fulfilled', value: 'c' });
});

test('a batch whose work throws at once, or gives another number of results, rejects', async () => {
  const throws = new Batcher<number, number>({
    most: 5,
    run() {
      throw new Error('at once');
    },
  });
  await assert.rejects(throws.add(1), /at once/);
  const short = new Batcher<number, number>({ most: 5, run: async () => [] });
  await assert.rejects(Promise.all([short.add(1), short.add(2)]), /a batch of 2 entries gave 0 results/);
});

test('settled resolves when nothing waits and nothing is under way, failures included', async () => {
  let ended = 0;
  const batcher = new Batcher<number, number>({
    most: 1,
    async run(batch) {
      await turn();
      ended += 1;
      if (batch[0] === 2) throw new Error('refused');
      return batch;
    },
  });
  await batcher.settled();
  const results = Promise.allSettled([1, 2, 3].map((entry) => batcher.add(entry)));
  await batcher.settled();
  assert.equal(ended, 3);
  await results;
  await batcher.settled();
});

test('patient entries wait in proportion to the last batch; others, a full batch and hurry end that', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 1_000;
  t.mock.method(performance, 'now', () => now);
  const batches: number[][] = [];
  const batcher = new Batcher<number, number>({
    most: 4,
    async run(batch) {
      batches.push(batch);
      return batch;
    },
    patience_ms: (last) => 10 * last,
  });
  const started = async () => {
    await turn();
    return batches.splice(0);
  };
  const pass = (ms: number) => {
    now += ms;
    t.mock.timers.tick(ms);
  };
  const add = (entries: number[], patient = true) =>
    Promise.all(entries.map((entry) => batcher.add(entry, patient)));

  const first = add([1, 2]);
  assert.deepEqual(await started(), [[1, 2]], 'nothing came before it');
  const second = add([3]);
  pass(19);
  const third = add([4]);
  assert.deepEqual(await started(), []);
  let settled = false;
  void batcher.settled().then(() => {
    settled = true;
  });
  await turn();
  assert.equal(settled, false);
  pass(1);
  assert.deepEqual(await started(), [[3, 4]]);
  assert.equal(settled, true);

  const patient = add([5]);
  const impatient = add([6], false);
  assert.deepEqual(await started(), [[5, 6]], 'one in a hurry takes the others along');
  const full = add([7, 8, 9, 10]);
  assert.deepEqual(await started(), [[7, 8, 9, 10]]);
  const hurried = add([11]);
  assert.deepEqual(await started(), []);
  batcher.hurry();
  assert.deepEqual(await started(), [[11]]);
  batcher.hurry();
  const next = add([12]);
  assert.deepEqual(await started(), [[12]], 'a hurry before it counts as well');
  const last = add([13]);
  assert.deepEqual(await started(), [], 'but only once');
  pass(10);
  assert.deepEqual(await started(), [[13]]);
  await Promise.all([first, second, third, patient, impatient, full, hurried, next, last]);
});
