import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { FileKey, FileStore } from '../../src/data/contracts/index.ts';
import { nextId } from './samples.ts';

/** How much of a file that nobody reads may stand in memory. */
const MOST_READ_AHEAD = 1_200_000;

/** Reads one part and no more until the stream is cut off; returns how much that was, and how much the stream still holds. */
async function readOnePart(files: FileStore, key: FileKey) {
  const stream = await files.open(key);
  assert.ok(stream);
  const ended = new Promise<Error>((resolve) => stream.once('error', resolve));
  let taken = 0;
  stream.once('data', (part: Buffer) => {
    stream.pause();
    taken = part.length;
  });
  const { message } = await ended;
  return { taken, ahead: stream.readableLength, message };
}

/** `files` opens a store that cuts off a stream which goes unread for so long. */
export function unreadFilesContract(files: (stalled_ms?: number) => FileStore): void {
  it('cuts off whoever stops reading, and holds little for them until then', async () => {
    const key = { task_id: nextId(), index: 0, attempt: 1, name: 'big' };
    await files().put(key, Buffer.alloc(6_000_000, 7), 'text/plain');
    let stopped = await readOnePart(files(100), key);
    // A busy machine may take longer for the first part than the store waits.
    while (stopped.taken === 0) stopped = await readOnePart(files(100), key);
    assert.match(stopped.message, /nobody read/);
    const { taken, ahead } = stopped;
    assert.ok(taken + ahead <= MOST_READ_AHEAD, `${taken} and ${ahead} bytes`);
    const whole = await files().open(key);
    assert.equal(Buffer.concat((await whole?.toArray()) ?? []).length, 6_000_000);
  });
}
