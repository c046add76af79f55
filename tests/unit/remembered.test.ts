import assert from 'node:assert/strict';
import { it, mock } from 'node:test';
import { Remembered } from '../../src/data/mongodb/remembered.ts';

it('asks a question once within 10 s, also if it is asked twice at the same time, and again after a failure', async () => {
  let now = 0;
  const clock = mock.method(performance, 'now', () => now);
  try {
    const remembered = new Remembered<number>();
    let asked = 0;
    const ask = async () => {
      asked += 1;
      return asked;
    };
    assert.deepEqual(await Promise.all([remembered.of('a', ask), remembered.of('a', ask)]), [1, 1]);
    now = 9_999;
    assert.equal(await remembered.of('a', ask), 1);
    assert.equal(await remembered.of('b', ask), 2);
    now = 10_001;
    assert.equal(await remembered.of('a', ask), 3);
    await assert.rejects(
      remembered.of('c', () => Promise.reject(new Error('no answer'))),
      /^Error: no answer$/,
    );
    assert.equal(await remembered.of('c', ask), 4);
  } finally {
    clock.mock.restore();
  }
});
