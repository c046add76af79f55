import { setImmediate as nextTurn } from 'node:timers/promises';

const PART_CHARACTERS = 16 * 1_024;

/**
 * The same text in parts of about 16 KiB, because each part costs a trip to the thread that compresses it. Other calls get their turn
 * after each part.
 */
export async function* inParts(
  texts: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<string, void> {
  let part = '';
  for await (const text of texts) {
    part += text;
    if (part.length < PART_CHARACTERS) continue;
    yield part;
    part = '';
    await nextTurn();
  }
  if (part !== '') yield part;
}
