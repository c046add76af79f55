const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Above every row's `seq`. */
export const AFTER_ALL = 2n ** 63n - 1n;

/**
 * Where the row of this id stands: a positive 63-bit integer that sorts like the UUIDv7. 43 bits of its milliseconds (to the
 * year 2248) and the 20 bits that follow. Two ids of one millisecond share it once in a million pairs; the row written second then
 * takes the next free number, so this gives the place to look from, not the row's exact number.
 */
export function rowOrder(id: string): bigint {
  if (!uuid.test(id)) return otherOrder(id);
  const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) % 2 ** 43;
  const next12 = Number.parseInt(id.slice(15, 18), 16);
  const next8 = (Number.parseInt(id.slice(19, 23), 16) & 0x3fff) >> 6;
  return (BigInt(time) << 20n) | BigInt((next12 << 8) | next8);
}

/** Ids are UUIDs; other values (an outdated cursor, an old import) still get a position from their first seven bytes. */
function otherOrder(id: string): bigint {
  const bytes = Buffer.alloc(7);
  bytes.write(id);
  return BigInt(`0x${bytes.toString('hex')}`);
}
