import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEvents } from '../../client/src/sse.ts';

const TEXT =
  'event: task.updated\nid: 4\ndata: {"name":\r\ndata: "狐狸"}\r\r\n:\n\ndata:no space\n\nevent: empty\n\ndata: cut off';

async function read(chunks: Uint8Array[]) {
  const found = [];
  for await (const event of parseEvents(ReadableStream.from(chunks))) found.push(event);
  return found;
}

test('events are complete wherever the network splits them', async () => {
  const bytes = new TextEncoder().encode(TEXT);
  for (let size = 1; size <= bytes.length; size++) {
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    const expected = [
      { event: 'task.updated', data: '{"name":\n"狐狸"}' },
      null,
      { event: 'message', data: 'no space' },
    ];
    assert.deepEqual(await read(chunks), expected, `in pieces of ${size}`);
  }
});

test('leaving the loop cancels the stream', async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\ndata: 2\n\n')),
    cancel: () => {
      cancelled = true;
    },
  });
  for await (const event of parseEvents(body)) {
    assert.equal(event?.data, '1');
    break;
  }
  assert.ok(cancelled);
});
