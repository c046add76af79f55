import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../../src/errors.ts';
import { HashTurns, hashesAtOnce } from '../../../src/services/accounts/hash-turns.ts';

const overloaded = (error: unknown) => error instanceof Fault && error.type === 'overloaded';

test('as many hashes at once as there are cores, and never all threads of the pool', () => {
  assert.deepEqual(
    [hashesAtOnce(1, 4), hashesAtOnce(2, 4), hashesAtOnce(16, 4), hashesAtOnce(8, 16), hashesAtOnce(8, 1)],
    [1, 2, 2, 8, 1],
  );
});

test('runs so many at once, and the others in their order', async () => {
  const inTurn = new HashTurns({ at_once: 2 });
  const gates = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  const began: number[] = [];
  const all = gates.map((gate, at) =>
    inTurn.run(async () => {
      began.push(at);
      await gate.promise;
      return at;
    }),
  );
  assert.deepEqual(began, [0, 1]);
  gates[1]?.resolve();
  await all[1];
  await Promise.resolve();
  assert.deepEqual(began, [0, 1, 2]);
  for (const gate of gates) gate.resolve();
  assert.deepEqual(await Promise.all(all), [0, 1, 2, 3]);
});

test('known people go before strangers, however many of those wait', async () => {
  const turns = new HashTurns({ at_once: 1, waiting: 2 });
  const gate = Promise.withResolvers<void>();
  const order: string[] = [];
  const job = (name: string) => async () => void order.push(name);
  const first = turns.run(() => gate.promise, 'stranger');
  const strangers = ['s1', 's2'].map((name) => turns.run(job(name), 'stranger'));
  await assert.rejects(turns.run(job('s3'), 'stranger'), overloaded);
  const known = turns.run(job('k1'), 'known');
  gate.resolve();
  await Promise.all([first, known, ...strangers]);
  assert.deepEqual(order, ['k1', 's1', 's2']);
});

test('refuses what finds the line full, and what waited too long, with the seconds to wait', async () => {
  const inTurn = new HashTurns({ at_once: 1, waiting: 1, patience_ms: 20 });
  const gate = Promise.withResolvers<void>();
  const first = inTurn.run(() => gate.promise);
  const second = inTurn.run(async () => {});
  await assert.rejects(
    inTurn.run(async () => {}),
    (error: unknown) => overloaded(error) && (error as Fault).retry_after === 2,
  );
  await assert.rejects(second, overloaded);
  gate.resolve();
  await first;
  assert.equal(await inTurn.run(async () => 'goes on'), 'goes on');
});

test('a job that throws gives its place back', async () => {
  const inTurn = new HashTurns({ at_once: 1 });
  const broken = inTurn.run(async () => {
    throw new Error('broken');
  });
  const next = inTurn.run(async () => 'next');
  await assert.rejects(broken, /broken/);
  assert.equal(await next, 'next');
});
