import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { it } from 'node:test';
import type { FileKey } from '../../src/data/contracts/index.ts';
import { nextId, type OpenedDatabase, shuffled } from './samples.ts';

export function filesContract(opened: () => OpenedDatabase): void {
  const files = () => opened().files;
  const key = (changes: Partial<FileKey> = {}): FileKey => ({
    task_id: nextId(),
    index: 0,
    attempt: 1,
    name: 'image.webp',
    ...changes,
  });
  const put = (one: FileKey, bytes: Uint8Array | string = 'x') =>
    files().put(one, Buffer.from(bytes as string), 'text/plain');
  const read = async (one: FileKey, range?: { start: number; end: number }) => {
    const stream = await files().open(one, range);
    return stream && Buffer.concat(await stream.toArray());
  };

  it('gives back the bytes, whole and in part', async () => {
    const one = key();
    const bytes = randomBytes(700_000);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    assert.deepEqual(await files().put(one, bytes, 'image/webp'), { bytes: bytes.length, sha256 });
    assert.deepEqual(await read(one), bytes);
    for (const [start, end] of [
      [0, 0],
      [5, 9],
      [300_000, 500_000],
      [699_999, 699_999],
    ] as const) {
      assert.deepEqual(await read(one, { start, end }), bytes.subarray(start, end + 1));
    }
  });

  it('can be tried, which leaves nothing behind', async () => {
    const before = await files().tasks(1_000);
    await files().probe();
    assert.deepEqual(await files().tasks(1_000), before);
  });

  it('takes a stream, in parts of any size, and no more of it than there is', async () => {
    const bytes = randomBytes(5_300_000);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    for (const size of [1_000_003, 261_120, 70_001]) {
      const one = key();
      async function* parts() {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      assert.deepEqual(await files().put(one, parts(), 'image/webp'), { bytes: bytes.length, sha256 });
      assert.ok((await read(one))?.equals(bytes));
      const range = { start: 4_999_999, end: 5_000_001 };
      assert.deepEqual(await read(one, range), bytes.subarray(4_999_999, 5_000_002));
    }
    async function* nothing(): AsyncGenerator<Uint8Array> {}
    const empty = key();
    assert.equal((await files().put(empty, nothing(), 'text/plain')).bytes, 0);
    assert.deepEqual(await read(empty), Buffer.alloc(0));
  });

  it('keeps nothing of a stream that fails, and what was there before', async () => {
    const one = key();
    async function* failing() {
      yield randomBytes(6_000_000);
      // Like a connection that breaks off; the error is not one of the store.
      throw Object.assign(new Error('the source went away'), { code: 'ECONNRESET' });
    }
    await assert.rejects(files().put(one, failing(), 'text/plain'), /the source went away/);
    assert.equal(await read(one), null);
    await put(one, 'first');
    await assert.rejects(files().put(one, failing(), 'text/plain'), /the source went away/);
    assert.equal(`${await read(one)}`, 'first');
  });

  it('keeps an empty file', async () => {
    const one = key();
    assert.equal((await put(one, '')).bytes, 0);
    assert.deepEqual(await read(one), Buffer.alloc(0));
  });

  it('refuses a file that is longer or shorter than its reader was told', async () => {
    const one = key();
    await put(one, 'three');
    assert.equal(
      `${Buffer.concat((await (await files().open(one, undefined, 5))?.toArray()) ?? [])}`,
      'three',
    );
    for (const range of [undefined, { start: 0, end: 1 }]) {
      await assert.rejects(files().open(one, range, 4), /has 5 bytes instead of 4/);
      await assert.rejects(files().open(one, range, 6), /has only 5 bytes instead of 6/);
    }
    assert.equal(await files().open(key(), undefined, 1), null);
  });

  it('has nothing where nothing was put', async () => {
    const one = key();
    await put(one);
    for (const other of [key(), { ...one, index: 1 }, { ...one, attempt: 2 }, { ...one, name: 'other' }]) {
      assert.equal(await read(other), null);
    }
  });

  it('replaces a file as a whole, also by many at once', async () => {
    const one = key();
    const versions = ['first', 'second one', 'third'];
    await Promise.all(versions.map((text) => put(one, text)));
    assert.ok(versions.includes(`${await read(one)}`));
    await put(one, 'last');
    assert.equal(`${await read(one)}`, 'last');
  });

  it('takes every name the contract allows and keeps them apart', async () => {
    const one = key();
    const names = [
      'a',
      'A',
      'a.',
      '...',
      'a b',
      '图'.repeat(128),
      `${'图'.repeat(127)}b`,
      '%2e',
      'x:y*?"<>|',
      '~',
      'CON',
    ];
    for (const name of names) await put({ ...one, name }, name);
    for (const name of names) assert.equal(`${await read({ ...one, name })}`, name);
  });

  it('refuses every other name', async () => {
    for (const name of [
      '',
      '.',
      '..',
      '../x',
      'a/b',
      'a\\b',
      '/etc/passwd',
      'a\0',
      'a\n',
      '\u007f',
      'x'.repeat(129),
    ]) {
      await assert.rejects(put(key({ name })), JSON.stringify(name));
      assert.equal(await files().open(key({ name })), null, JSON.stringify(name));
    }
    for (const bad of [
      { task_id: '../../x' },
      { task_id: '' },
      { index: -1 },
      { index: 1.5 },
      { attempt: Number.NaN },
    ]) {
      await assert.rejects(put(key(bad)), JSON.stringify(bad));
    }
  });

  it('removes attempts but the one to keep', async () => {
    const one = key();
    for (const attempt of [1, 2, 10]) await put({ ...one, attempt }, `${attempt}`);
    await put({ ...one, index: 1 }, 'neighbour');
    await files().deleteAttempts(one.task_id, 0, 2);
    assert.equal(await read({ ...one, attempt: 1 }), null);
    assert.equal(await read({ ...one, attempt: 10 }), null);
    assert.equal(`${await read({ ...one, attempt: 2 })}`, '2');
    await files().deleteAttempts(one.task_id, 0, null);
    assert.equal(await read({ ...one, attempt: 2 }), null);
    assert.equal(`${await read({ ...one, index: 1 })}`, 'neighbour');
    await files().deleteAttempts(nextId(), 0, null);
  });

  it('keeps the small copy of a picture apart from the picture, and removes both together', async () => {
    const one = key({ name: 'picture.png' });
    const small = { ...one, preview: true as const };
    await put(one, 'the picture');
    assert.equal(await read(small), null);
    await put(small, 'the copy');
    assert.equal(`${await read(one)}`, 'the picture');
    assert.equal(`${await read(small)}`, 'the copy');
    await put(small, 'a newer copy');
    assert.equal(`${await read(small)}`, 'a newer copy');
    assert.equal(`${await read(one)}`, 'the picture');
    await files().delete(small);
    await files().delete(small);
    assert.equal(await read(small), null);
    assert.equal(`${await read(one)}`, 'the picture');
    await put(small, 'the copy');
    await put({ ...small, attempt: 2 });
    await files().deleteAttempts(one.task_id, 0, 2);
    assert.deepEqual([await read(one), await read(small)], [null, null]);
    await files().deleteTask(one.task_id);
    assert.equal(await read({ ...small, attempt: 2 }), null);
  });

  it('removes the files of a task, and lists the tasks that have some', async () => {
    const first = nextId();
    const keys = Array.from({ length: 12 }, () => key());
    for (const one of shuffled(keys)) await put(one);
    const ids = keys.map((one) => one.task_id);
    assert.deepEqual(await files().tasks(100, first), ids);
    assert.deepEqual(await files().tasks(5, first), ids.slice(0, 5));
    assert.deepEqual(await files().tasks(5, ids[4]), ids.slice(5, 10));
    await files().deleteTask(ids[5] as string);
    await files().deleteTask(ids[5] as string);
    await files().deleteAttempts(ids[6] as string, 0, null);
    assert.equal(await read(keys[5] as FileKey), null);
    assert.deepEqual(await files().tasks(3, ids[4]), [ids[7], ids[8], ids[9]]);
    assert.ok((await files().tasks(2)).length === 2);
  });
}
