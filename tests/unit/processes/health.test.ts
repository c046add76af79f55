import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Data, Unavailable } from '../../../src/data/contracts/index.ts';
import { Health } from '../../../src/processes/health.ts';
import { OperatorError } from '../../../src/runtime/operator-error.ts';

test('health tries a write and a message; what fails is told once, and asked for again only after a while', async () => {
  const asked: string[] = [];
  const lines: string[] = [];
  const attempt = (name: string, works: boolean) => async () => {
    asked.push(name);
    if (!works) throw new Unavailable(name);
  };
  // Only these four are asked.
  const data = {
    database: { probe: attempt('database', true) },
    queue: { ping: attempt('queue', false) },
    events: { ping: attempt('events', true) },
    files: { probe: attempt('files', true) },
  } as Partial<Data> as Data;
  const write = (_fields: object, line: string) => void lines.push(line);
  const health = new Health(data, { info: write, warn: write });
  const expected = { database: true, queue: false, events: true, files: true };
  assert.deepEqual(await Promise.all([health.report(), health.report()]), [expected, expected]);
  assert.deepEqual(
    [asked, lines],
    [
      ['database', 'queue', 'events', 'files'],
      [
        'a component does not work; this process reports that it is not ready until the component works again',
      ],
    ],
  );
});

test('the reason is the sentence of what was reached and does not work; for what was not reached, both are said', async () => {
  const attempt = (cause: Error) => async () => {
    throw new Unavailable('Redis (turn queue)', { cause });
  };
  const reasons = async (cause: Error) => {
    const data = {
      database: { probe: async () => {} },
      queue: { ping: attempt(cause) },
      events: {},
      files: { probe: async () => {} },
    } as Partial<Record<keyof Data, object>> as Data;
    const health = new Health(data, { info() {}, warn() {} });
    return (await health.details()).queue;
  };
  assert.deepEqual(await reasons(new OperatorError('the key a in Redis holds something else')), {
    status: 'unavailable',
    reason: 'the key a in Redis holds something else',
  });
  assert.deepEqual(await reasons(new Error('OOM')), {
    status: 'unavailable',
    reason: 'Redis (turn queue) cannot be reached: OOM',
  });
});

test('a component that works again is told without a request that asks', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const lines: string[] = [];
  let works = false;
  const data = {
    database: {
      probe: async () => {
        if (!works) throw new Unavailable('SQLite');
      },
    },
    queue: { ping: async () => {} },
    events: {},
    files: { probe: async () => {} },
  } as Partial<Record<keyof Data, object>> as Data;
  let clock = 0;
  t.mock.method(performance, 'now', () => clock);
  const health = new Health(data, { info: (_, line) => lines.push(line), warn() {} });
  await health.report();
  const later = async () => {
    clock += 5_000;
    t.mock.timers.tick(5_000);
    await new Promise((resolve) => setImmediate(resolve));
  };
  await later();
  assert.deepEqual(lines, []);
  works = true;
  await later();
  assert.deepEqual(lines, ['a component works again']);
});
