import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RunContext } from '../../src/task-types/definition/define-task-type.ts';
import { loadTaskType } from '../../src/task-types/definition/registry.ts';
import wait from '../../src/task-types/wait.ts';

function context() {
  const progress: number[] = [];
  const controller = new AbortController();
  const ctx: RunContext = {
    signal: controller.signal,
    cancelled: false,
    attempt: 1,
    task_id: 'task',
    index: 0,
    temp: '',
    progress: (fraction) => void progress.push(fraction),
    log: Object.assign(() => {}, { debug() {}, info() {}, warn() {}, error() {} }),
    attach: async () => {},
  };
  return { ctx, progress, controller };
}

test('waits in equal steps and says how long', async () => {
  const four = context();
  assert.deepEqual(await wait.run({ seconds: 0.02, steps: 4 }, four.ctx), { seconds: 0.02 });
  assert.deepEqual(four.progress, [0.25, 0.5, 0.75, 1]);
  const ten = context();
  assert.deepEqual(await wait.run({ seconds: 0 }, ten.ctx), { seconds: 0 });
  assert.equal(ten.progress.length, 10);
});

const WAIT = fileURLToPath(new URL('../../src/task-types/wait.ts', import.meta.url));

test('the schema shows WAIT_MAX_SECONDS, and a longer wait is refused', async () => {
  const { params, check } = await loadTaskType(WAIT, { max_items: 1, wait_max_seconds: 60 });
  assert.equal((params as { properties: { seconds: { maximum: number } } }).properties.seconds.maximum, 60);
  assert.deepEqual(check({ seconds: 60 }), []);
  assert.deepEqual(
    check({ seconds: 60.1 }).map(({ path, message }) => [path, message]),
    [['params.seconds', 'must be at most 60']],
  );
});

test('an abort ends the wait at once with its reason', async () => {
  const { ctx, progress, controller } = context();
  const reason = new Error('cancelled by its owner');
  const waiting = wait.run({ seconds: 86_400, steps: 1 }, ctx);
  setImmediate(() => controller.abort(reason));
  await assert.rejects(async () => waiting, reason);
  assert.deepEqual(progress, []);
  await assert.rejects(async () => wait.run({ seconds: 0 }, ctx), reason);
});

test('the schema takes 0 to 86,400 seconds in 1 to 1,000 steps', async () => {
  const { check } = await loadTaskType(WAIT);
  const good: unknown[] = [{ seconds: 0 }, { seconds: 86_400, steps: 1 }, { seconds: 0.5, steps: 1000 }];
  const bad: unknown[] = [
    {},
    { seconds: -1 },
    { seconds: 86_401 },
    { seconds: '1' },
    { seconds: 1, steps: 0 },
    { seconds: 1, steps: 1.5 },
    { seconds: 1, steps: 1001 },
    { seconds: 1, other: 1 },
  ];
  assert.deepEqual(
    good.filter((value) => check(value).length > 0),
    [],
  );
  assert.deepEqual(
    bad.filter((value) => check(value).length === 0),
    [],
  );
  assert.ok((wait.timeout ?? 0) > 86_400_000, 'the longest wait fits into one attempt');
});
