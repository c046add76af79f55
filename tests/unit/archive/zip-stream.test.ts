import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { type ZipEntry, zipStream } from '../../../src/services/tasks/archive/zip-stream.ts';
import { unzipped } from '../../support/unzipped.ts';
import { waitFor } from '../../support/wait-for.ts';

const MINUTE = 60_000;

/** Entries of so many bytes, and how many of their streams were opened and are open. */
class Entries {
  readonly sizes: number[];
  opened = 0;
  open = 0;
  most_open = 0;
  /** Bytes that were asked for. */
  read = 0;

  constructor(sizes: number[]) {
    this.sizes = sizes;
  }

  async *all(): AsyncGenerator<ZipEntry> {
    for (const [at, size] of this.sizes.entries())
      yield { name: `${at}.bin`, modified: new Date(), open: () => this.#stream(at, size) };
  }

  #stream(at: number, size: number): Readable {
    this.opened += 1;
    this.open += 1;
    this.most_open = Math.max(this.most_open, this.open);
    let left = size;
    const stream = new Readable({
      read: () => {
        const bytes = Math.min(left, 64 * 1_024);
        left -= bytes;
        this.read += bytes;
        stream.push(bytes === 0 ? null : Buffer.alloc(bytes, at));
      },
    });
    stream.once('close', () => {
      this.open -= 1;
    });
    return stream;
  }
}

test('entries come out whole, one open at a time', async () => {
  const entries = new Entries([0, 5, 300_000, 1]);
  const zip = Buffer.concat(await zipStream(entries.all(), MINUTE).toArray());
  const files = unzipped(zip);
  assert.deepEqual(
    [...files].map(([name, bytes]) => [name, bytes.length, bytes.at(-1)]),
    [
      ['0.bin', 0, undefined],
      ['1.bin', 5, 1],
      ['2.bin', 300_000, 2],
      ['3.bin', 1, 3],
    ],
  );
  assert.deepEqual([entries.most_open, entries.open], [1, 0]);
});

test('little is read ahead of whoever reads', async () => {
  const entries = new Entries([50_000_000, 1]);
  const stream = zipStream(entries.all(), MINUTE);
  stream.once('data', () => stream.pause());
  let before = -1;
  await waitFor(() => {
    const still = entries.read === before && entries.read > 0;
    before = entries.read;
    return still;
  });
  assert.ok(entries.read < 1_000_000, `${entries.read}`);
  stream.destroy();
  await waitFor(() => entries.open === 0);
});

test('what is open is closed when the reader goes away, fails, or stops reading', async () => {
  for (const end of ['gone', 'stalled'] as const) {
    const entries = new Entries([10_000_000, 10_000_000]);
    const stream = zipStream(entries.all(), end === 'stalled' ? 50 : MINUTE);
    const closed = new Promise((resolve) => stream.once('close', resolve));
    const errors: Error[] = [];
    stream.on('error', (error) => errors.push(error));
    stream.once('data', () => (end === 'gone' ? stream.destroy() : stream.pause()));
    await closed;
    await waitFor(() => entries.open === 0);
    assert.deepEqual([entries.opened, errors.length], [1, end === 'gone' ? 0 : 1], end);
  }
});

test('an entry that cannot be read to its end breaks the zip', async () => {
  async function* broken(): AsyncGenerator<ZipEntry> {
    yield {
      name: 'a',
      modified: new Date(),
      open: () =>
        Readable.from(
          (async function* () {
            yield Buffer.from('some');
            throw new Error('the store went away');
          })(),
        ),
    };
  }
  await assert.rejects(zipStream(broken(), MINUTE).toArray(), /the store went away/);
});

test('an entry that is left out breaks nothing: the others come out whole', async () => {
  const entry = (name: string, open: ZipEntry['open']): ZipEntry => ({
    name,
    modified: new Date(),
    open,
    leaveOut: (error) => (error as Error).message === 'damaged',
  });
  const breaksOff = async function* () {
    yield Buffer.alloc(100_000, 1);
    throw new Error('damaged');
  };
  async function* some(): AsyncGenerator<ZipEntry> {
    yield entry('first', () => Readable.from([Buffer.from('1')]));
    yield entry('not opened', () => Promise.reject(new Error('damaged')));
    yield entry('half', () => Readable.from(breaksOff(), { objectMode: false }));
    yield entry('last', () => Readable.from([Buffer.from('2')]));
  }
  const files = unzipped(Buffer.concat(await zipStream(some(), MINUTE).toArray()));
  assert.deepEqual(
    [...files].map(([name, bytes]) => [name, `${bytes}`]),
    [
      ['first', '1'],
      ['last', '2'],
    ],
  );
  async function* other(): AsyncGenerator<ZipEntry> {
    yield entry('a', () => Promise.reject(new Error('unreachable')));
  }
  await assert.rejects(zipStream(other(), MINUTE).toArray(), /unreachable/);
});
