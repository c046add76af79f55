import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Background } from '../../../src/runtime/background.ts';

test('done waits for all work, also for work that started meanwhile', async () => {
  const background = new Background({ warn: () => assert.fail('nothing failed') });
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  background.run(
    first.promise.then(() => {
      order.push('first');
      background.run(
        second.promise.then(() => order.push('second')),
        'no',
      );
      second.resolve();
    }),
    'no',
  );
  first.resolve();
  await background.done();
  assert.deepEqual(order, ['first', 'second']);
});

test('work that fails is logged with its message, and done resolves', async () => {
  const lines: [object, string][] = [];
  const background = new Background({ warn: (fields, message) => lines.push([fields, message]) });
  const error = new Error('away');
  background.run(Promise.reject(error), 'turns wait for the next sweep');
  await background.done();
  assert.deepEqual(lines, [[{ err: error }, 'turns wait for the next sweep']]);
});
