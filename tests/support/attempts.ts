/** Reads the journal that `half-held` items write. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** Asserts that each item ran once, and these items twice. */
export function assertRanAgain(journal: string, count: number, again: readonly number[]): void {
  const lines = readFileSync(journal, 'utf8').trim().split('\n');
  const expected = [
    ...Array.from({ length: count }, (_, index) => `${index} 1`),
    ...again.map((index) => `${index} 2`),
  ];
  assert.deepEqual(lines.sort(), expected.sort());
}

export function assertNeverFalls(numbers: readonly number[]): void {
  const falls = numbers.filter((one, at) => at > 0 && one < (numbers[at - 1] as number));
  assert.ok(numbers.length > 2 && falls.length === 0, `${numbers.length} numbers, which fall to ${falls}`);
}
