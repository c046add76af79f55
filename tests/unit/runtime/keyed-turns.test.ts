import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyedTurns } from '../../../src/runtime/keyed-turns.ts';

test('jobs of one key run one after another, also after one that failed; another key does not wait', async () => {
  const turns = new KeyedTurns();
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = turns.run('a', async () => {
    await gate.promise;
    done.push('a1');
    throw new Error('failed');
  });
  const second = turns.run('a', async () => done.push('a2'));
  await turns.run('b', async () => done.push('b'));
  assert.deepEqual(done, ['b']);
  gate.resolve();
  await assert.rejects(first, /failed/);
  assert.equal(await second, 3);
  assert.deepEqual(done, ['b', 'a1', 'a2']);
});
