import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Counters, VersionCache } from '../../src/data/contracts/index.ts';
import { waitFor } from '../support/wait-for.ts';

export interface OpenCache {
  versions: VersionCache;
  counters: Counters;
  close(): Promise<void>;
}

/** What every version cache and every set of counters must do. */
export function cacheContract(name: string, open: () => Promise<OpenCache>): void {
  describe(`version cache: ${name}`, () => {
    let opened: OpenCache;
    let versions: VersionCache;

    beforeEach(async () => {
      opened = await open();
      versions = opened.versions;
    });

    afterEach(() => opened.close());

    test('nothing is known at first; what is written is read, in the order asked for', async () => {
      assert.deepEqual(await versions.read(['user:a', 'session:b']), [null, null]);
      await versions.write([
        ['user:a', '7'],
        ['session:b', '1'],
      ]);
      assert.deepEqual(await versions.read(['session:b', 'user:x', 'user:a', 'session:b']), [
        '1',
        null,
        '7',
        '1',
      ]);
      assert.deepEqual(await versions.read([]), []);
      assert.deepEqual(versions.readNow?.(['user:a', 'user:x']) ?? ['7', null], ['7', null]);
    });

    test('reads at the same time get each its own answers', async () => {
      const entries = Array.from({ length: 100 }, (_, i): [string, string] => [`user:${i}`, `${i + 1}`]);
      await versions.write(entries);
      const reads = entries.map(([key], i) => versions.read([key, `user:${(i + 1) % 100}`, 'user:none']));
      const answers = await Promise.all(reads);
      assert.deepEqual(
        answers,
        entries.map((_, i) => [`${i + 1}`, `${((i + 1) % 100) + 1}`, null]),
      );
    });

    test('fill fills in what is not known and never overwrites', async () => {
      await versions.fill([['user:a', '3']]);
      assert.deepEqual(await versions.read(['user:a']), ['3']);
      await versions.write([['user:a', '4']]);
      await versions.fill([
        ['user:a', '3'],
        ['user:b', '1'],
      ]);
      assert.deepEqual(await versions.read(['user:a', 'user:b']), ['4', '1']);
      await versions.fill([]);
    });

    test('a write that comes late does not bring an older version back', async () => {
      await versions.write([['user:a', '10']]);
      await versions.write([['user:a', '9']]);
      assert.deepEqual(await versions.read(['user:a']), ['10']);
      await versions.write([['user:a', '11']]);
      assert.deepEqual(await versions.read(['user:a']), ['11']);
    });

    test('0 replaces everything', async () => {
      await versions.write([['session:a', '1']]);
      await versions.write([['session:a', '0']]);
      await versions.fill([['session:a', '1']]);
      assert.deepEqual(await versions.read(['session:a']), ['0']);
    });

    test('clear forgets everything', async () => {
      await versions.write(Array.from({ length: 2_500 }, (_, i): [string, string] => [`user:${i}`, '1']));
      await versions.clear();
      assert.deepEqual(await versions.read(['user:0', 'user:2499']), [null, null]);
    });
  });

  describe(`counters: ${name}`, () => {
    let opened: OpenCache;
    let counters: Counters;

    beforeEach(async () => {
      opened = await open();
      counters = opened.counters;
    });

    afterEach(() => opened.close());

    test('count from 1 within their window, each key by itself', async () => {
      const start = performance.now();
      const first = await counters.hit('a', 60_000);
      const least = 59_000 - (performance.now() - start);
      assert.equal(first.count, 1);
      assert.ok(first.resets_in_ms > least && first.resets_in_ms <= 60_000);
      assert.equal((await counters.hit('a', 60_000)).count, 2);
      assert.equal((await counters.hit('a', 60_000, 5)).count, 7);
      assert.equal((await counters.hit('b', 60_000)).count, 1);
    });

    test('hits at the same time are all counted', async () => {
      const hits = await Promise.all(Array.from({ length: 200 }, () => counters.hit('a', 60_000)));
      assert.deepEqual(
        hits.map(({ count }) => count).sort((a, b) => a - b),
        Array.from({ length: 200 }, (_, i) => i + 1),
      );
    });

    test('a window ends when it was to end, however often it is hit', async () => {
      const start = performance.now();
      await counters.hit('a', 300);
      await waitFor(async () => (await counters.hit('a', 60_000)).count === 1);
      const lasted = performance.now() - start;
      assert.ok(lasted >= 295, `the window lasted ${lasted} ms`);
      assert.ok((await counters.hit('a', 60_000)).resets_in_ms > 50_000);
    });

    test('clear begins anew', async () => {
      await counters.hit('a', 60_000, 9);
      await counters.clear('a');
      await counters.clear('unknown');
      assert.equal((await counters.hit('a', 60_000)).count, 1);
    });
  });
}
