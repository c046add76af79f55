import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { isId, newId, timeOfId } from '../../src/data/contracts/index.ts';

test('ids of one process are in the order in which they were made, also within a millisecond', () => {
  const before = Date.now();
  const made = Array.from({ length: 2_000 }, newId);
  const after = Date.now();
  assert.ok(made.every(isId));
  assert.ok(made.every((id) => id[14] === '7' && timeOfId(id) >= before && timeOfId(id) <= after));
  assert.deepEqual(made.toSorted(), made);
  assert.equal(new Set(made).size, made.length);
});

/** Ids of a process whose clock shows these times (ms from a fixed one), one id each. */
async function idsAt(...times: number[]): Promise<string[]> {
  const base = Date.UTC(2026, 0, 1);
  const script = `
    const times = ${JSON.stringify(times)};
    let at = 0;
    Date.now = () => ${base} + times[Math.min(at++, times.length - 1)];
    const crypto = process.getBuiltinModule('node:crypto');
    const stamp = () => Date.now().toString(16).padStart(12, '0');
    crypto.randomUUIDv7 = () => { const s = stamp(); return s.slice(0, 8) + '-' + s.slice(8) + '-7fff-' + crypto.randomUUID().slice(19); };
    process.getBuiltinModule('node:module').syncBuiltinESMExports();
    const { newId } = await import(${JSON.stringify(new URL('../../src/data/contracts/index.ts', import.meta.url).href)});
    console.log(JSON.stringify(times.map(() => newId())));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  return JSON.parse(stdout);
}

const SECOND = 1_000;

test('ids stay unique and in order when the clock is set back a little', async () => {
  const made = await idsAt(0, 10, 5, -SECOND, -9 * SECOND, 0, 11, 12);
  assert.ok(made.every(isId));
  assert.deepEqual(made.toSorted(), made);
  assert.equal(new Set(made).size, made.length);
});

test('more ids than a millisecond can count stay in order', async () => {
  const made = await idsAt(...Array<number>(9_000).fill(0), 1, 2);
  assert.deepEqual(made.toSorted(), made);
  assert.equal(new Set(made).size, made.length);
});

test('ids have the time of a clock that was an hour ahead and is corrected, and are in order from then on', async () => {
  const hour = 3_600 * SECOND;
  const made = await idsAt(hour, hour + 1, 2, 3, 3, 4);
  const base = Date.UTC(2026, 0, 1);
  assert.deepEqual(
    made.map((id) => timeOfId(id) - base),
    [hour, hour + 1, 2, 3, 3, 4],
  );
  assert.deepEqual(made.slice(2).toSorted(), made.slice(2));
});
