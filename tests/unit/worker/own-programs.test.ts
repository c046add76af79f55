import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { AttemptEnd, EndCell } from '../../../src/worker/programs/attempt-end.ts';
import { AttemptPrograms } from '../../../src/worker/programs/attempt-programs.ts';
import { OwnPrograms } from '../../../src/worker/programs/own-programs.ts';

const skip = process.platform === 'linux' ? false : 'processes are read from /proc';
const silent = { warn() {} };

async function sleeping(mark: string): Promise<ChildProcess> {
  const child = spawn('sleep', ['1000'], { env: { ...process.env, BACKEND2_ATTEMPT: `${mark}:task:0:1` } });
  await once(child, 'spawn');
  return child;
}

test('two workers of one process end their own programs only', { skip }, async () => {
  const installation = `test-${randomInt(1_000_000_000)}`;
  const [one, two] = [
    await OwnPrograms.open(installation, silent),
    await OwnPrograms.open(installation, silent),
  ];
  const [of_one, of_two] = [await sleeping(one.mark), await sleeping(two.mark)];
  const exit = once(of_one, 'exit');
  one.endLeft();
  assert.deepEqual(await exit, [null, 'SIGKILL']);
  assert.equal(of_two.exitCode ?? of_two.signalCode, null);
  const second = once(of_two, 'exit');
  two.killAtExit({ killAtExit() {} });
  assert.deepEqual(await second, [null, 'SIGKILL']);
});

test('an attempt is not gone while one of its threads is starting a program', async () => {
  const programs = new AttemptPrograms(`test-${randomInt(1_000_000_000)}:1.1:x:task:0:1`);
  const in_thread = new AttemptEnd(programs.shared());
  let child: ChildProcess | undefined;
  let ending: Promise<void> | undefined;
  programs.starting();
  in_thread.start(() => {
    programs.close();
    ending = programs.end(0);
  });
  // As a thread that was stopped by the system between its look and its start.
  const cells = programs.shared();
  Atomics.add(cells, EndCell.starting, 1);
  let over = false;
  void ending?.then(() => (over = true));
  await pause(300);
  assert.equal(over, false);
  if (!skip) child = await sleeping(programs.mark.replace(/:task:0:1$/, ''));
  Atomics.sub(cells, EndCell.starting, 1);
  await ending;
  if (child) assert.notEqual(child.signalCode ?? (await once(child, 'exit'))[1], null);
  assert.throws(() => in_thread.start(() => assert.fail('started')), /attempt is over/);
});
