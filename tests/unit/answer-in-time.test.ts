import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MongoNetworkError } from 'mongodb';
import { Unavailable } from '../../src/data/contracts/index.ts';
import { answeringInTime } from '../../src/data/mongodb/answer-in-time.ts';
import { asUnavailable } from '../../src/data/mongodb/mongo-errors.ts';

/** Behaves like a cursor whose server answers twice and then no more. */
class Silent {
  #asked = 0;
  sort(): this {
    return this;
  }
  async toArray(): Promise<number> {
    this.#asked += 1;
    return this.#asked > 2 ? new Promise<never>(() => {}) : this.#asked;
  }
  async *[Symbol.asyncIterator](): AsyncGenerator<number> {
    for (;;) yield await this.toArray();
  }
}

const isLost = (error: unknown) =>
  error instanceof MongoNetworkError && asUnavailable(error) instanceof Unavailable;

test('a call that MongoDB never answers fails like one whose connection was lost', async () => {
  const cursor = answeringInTime(new Silent(), 20).sort();
  assert.equal(await cursor.toArray(), 1);
  assert.equal(await cursor.sort().toArray(), 2);
  await assert.rejects(cursor.toArray(), isLost);
});

test('the same holds while documents are read one after the other', async () => {
  const read: number[] = [];
  const readAll = async () => {
    for await (const one of answeringInTime(new Silent(), 20)) read.push(one);
  };
  await assert.rejects(readAll(), isLost);
  assert.deepEqual(read, [1, 2]);
});
