import type { ItemRow } from '../../data/contracts/index.ts';
import { LongWork } from '../../runtime/long-work.ts';

/** Each may have a result of 256 KiB and an error of 60 KB, and a store in this process reads them in one go. */
const AT_ONCE = 10;

/** Reads so many rows, a few at a time, so that other calls get their turn. */
export async function rowsInParts(
  count: number,
  read: (at: number, most: number) => Promise<ItemRow[]>,
): Promise<ItemRow[]> {
  const rows: ItemRow[] = [];
  const work = new LongWork();
  for (let at = 0; at < count; at += AT_ONCE) {
    await work.pause();
    rows.push(...(await read(at, Math.min(AT_ONCE, count - at))));
  }
  return rows;
}
