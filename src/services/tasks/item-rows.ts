import type { ItemRow } from '../../data/contracts/index.ts';
import { LongWork } from '../../runtime/long-work.ts';
import type { Grow } from '../paging.ts';

/** Rows of one read: a store in this process reads them in one go, and each may have a result of 256 KiB. */
const FIRST = 10;
const MOST = 200;
/** If the rows of a read have fewer characters, the next one asks for more rows. */
const FEW_CHARACTERS = 64 * 1_024;

/**
 * Reads `count` rows, large ones few at a time, so that other calls get their turn. `kept` is what is kept of a row: 200
 * results may be 50 MB.
 */
export async function rowsInParts(
  count: number,
  read: (at: number, most: number) => Promise<ItemRow[]>,
  { kept = (row) => row, grow }: { kept?: (row: ItemRow) => ItemRow; grow?: Grow } = {},
): Promise<ItemRow[]> {
  const rows: ItemRow[] = [];
  const work = new LongWork();
  let most = FIRST;
  for (let at = 0; at < count; ) {
    await work.pause();
    const asked = Math.min(most, count - at);
    const found = await read(at, asked);
    rows.push(...found.map(kept));
    at += asked;
    const size = sizeOf(found);
    grow?.(size);
    most = size < FEW_CHARACTERS ? Math.min(4 * most, MOST) : FIRST;
  }
  return rows;
}

const sizeOf = (rows: ItemRow[]): number =>
  rows.reduce((sum, { result, error }) => sum + (result?.length ?? 0) + (error?.stack?.length ?? 0), 0);
