import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTaskCode, taskCodeNow } from '../../../src/task-types/definition/task-code.ts';
import { type HandlerLine, LogThrottle } from '../../../src/worker/log-throttle.ts';
import { ProgressThrottle } from '../../../src/worker/progress-throttle.ts';
import { waitFor } from '../../support/wait-for.ts';

test('a million lines are a few groups of 200, each of which says how many lines were left out after it', async () => {
  const groups: HandlerLine[][] = [];
  const throttle = new LogThrottle((lines) => groups.push(lines));
  const log = throttle.forHandler(() => false);
  for (let at = 0; at < 1_000_000; at += 1) log('line', { at });
  throttle.flush();
  const lines = groups.flat();
  const left_out = lines.map(({ message }) => /^(\d+) lines were left out here$/.exec(message)?.[1] ?? null);
  const kept = left_out.filter((count) => count === null).length;
  const counted = left_out.reduce((sum, count) => sum + Number(count ?? 0), 0);
  assert.equal(kept + counted, 1_000_000);
  assert.ok(groups.every((group) => group.length <= 201));
});

test('in a flood of lines, warnings and errors after it are kept, the newest of them if they are many', () => {
  const lines: HandlerLine[] = [];
  const throttle = new LogThrottle((some) => lines.push(...some));
  const log = throttle.forHandler(() => false);
  log('at once');
  for (let at = 0; at < 5_000; at += 1) log('line');
  for (let at = 0; at < 1_000; at += 1) log.error(`problem ${at}`);
  log.error('the reason', { code: 7 });
  log('the end');
  throttle.flush();
  const messages = lines.map(({ message }) => message);
  assert.ok(lines.length <= 254, `${lines.length} lines`);
  assert.equal(messages.at(-2), 'problem 999');
  assert.deepEqual([lines.at(-1)?.message, lines.at(-1)?.fields], ['the reason', { code: 7 }]);
  const told = messages.filter((message) => message.endsWith('lines were left out here'));
  const left_out = told.reduce((sum, message) => sum + Number.parseInt(message, 10), 0);
  assert.equal(left_out + lines.length - told.length, 1 + 5_000 + 1_000 + 2);
});

test('the times of lines never go back, also where lines were left out', async () => {
  const lines: HandlerLine[] = [];
  const throttle = new LogThrottle((some) => lines.push(...some));
  const log = throttle.forHandler(() => false);
  for (let at = 0; at < 1_000; at += 1) log('line');
  for (let at = 0; at < 100; at += 1) log.error('problem');
  await new Promise((resolve) => setTimeout(resolve, 20));
  throttle.flush();
  const times = lines.map(({ at }) => at);
  assert.deepEqual(times, times.toSorted());
});

test('warnings and errors do not wait, with all lines before them, unless they are many', (t) => {
  // However long the loop takes on a busy machine, it is one quarter of a second.
  const now = performance.now();
  t.mock.method(performance, 'now', () => now);
  const groups: string[][] = [];
  const throttle = new LogThrottle((some) => groups.push(some.map(({ message }) => message)));
  const log = throttle.forHandler(() => false);
  log('at once');
  log('before');
  log.error('the reason');
  assert.deepEqual(groups, [['at once'], ['before', 'the reason']]);
  log('waits');
  for (let at = 0; at < 1_000; at += 1) log.warn(`warning ${at}`);
  assert.equal(groups.length, 11);
  throttle.flush();
  assert.equal(groups.length, 12);
  assert.equal(groups.at(-1)?.at(-1), 'warning 999');
});

test('what a handler reports is passed on by the server, whose errors are not the handler’s', async () => {
  const seen: [string, boolean][] = [];
  const note = (what: string) => seen.push([what, taskCodeNow() !== undefined]);
  const log = new LogThrottle(() => note('log'));
  const progress = new ProgressThrottle(() => note('progress'));
  inTaskCode({ type: 'x' }, () => {
    for (let at = 0; at < 2; at += 1) {
      log.add('info', 'line', null);
      progress.report(0.5, undefined);
    }
  });
  await waitFor(() => seen.length === 4);
  assert.deepEqual(seen.slice(0, 2), [
    ['log', false],
    ['progress', false],
  ]);
  assert.ok(seen.every(([, of_handler]) => !of_handler));
});
