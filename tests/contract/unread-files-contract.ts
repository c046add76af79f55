import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { FileStore } from '../../src/data/contracts/index.ts';
import { nextId } from './samples.ts';

/** How much of a file that nobody reads may stand in memory. */
const MOST_READ_AHEAD = 1_200_000;

/** `files` is a store that cuts off a stream which goes unread for a moment. */
export function unreadFilesContract(files: () => FileStore): void {
  it('cuts off whoever stops reading, and holds little for them until then', async () => {
    const key = { task_id: nextId(), index: 0, attempt: 1, name: 'big' };
    await files().put(key, Buffer.alloc(6_000_000, 7), 'text/plain');
    const stream = await files().open(key);
    assert.ok(stream);
    const ended = new Promise<Error>((resolve) => stream.once('error', resolve));
    let taken = 0;
    stream.once('data', (part: Buffer) => {
      stream.pause();
      taken = part.length;
    });
    assert.match((await ended).message, /nobody read/);
    assert.ok(taken > 0 && taken + stream.readableLength <= MOST_READ_AHEAD, `${stream.readableLength}`);
    const whole = await files().open(key);
    assert.equal(Buffer.concat((await whole?.toArray()) ?? []).length, 6_000_000);
  });
}
