import { createHash, randomUUIDv7 } from 'node:crypto';

/** Smaller corrections of the clock do not change the order of ids; after a larger one, their times must be those of the corrected clock. */
const MOST_BACK_MS = 10_000;
const MOST_COUNT = 0xfff;

/**
 * UUIDs of version 7. Those of one process are in the order of their creation, even within a millisecond: 12 of the 74 random bits are a
 * counter (RFC 9562, 6.2, method 1). A clock that goes back a little is waited for.
 */
class Ids {
  #time = '';
  #count = 0;

  next(): string {
    const id = randomUUIDv7();
    const time = this.#timeAfter(id.slice(0, 13));
    // The counter starts in the lower half for each new millisecond, so that there is room to count.
    this.#count = time === this.#time ? this.#count + 1 : Number.parseInt(id.slice(15, 18), 16) >> 1;
    this.#time = time;
    return `${time}-7${this.#count.toString(16).padStart(3, '0')}${id.slice(18)}`;
  }

  /** The time of the next id: with a full counter, or a clock that has gone back, the last one or the millisecond after it. */
  #timeAfter(wall: string): string {
    const is_full = this.#count >= MOST_COUNT;
    if (wall > this.#time || (wall === this.#time && !is_full)) return wall;
    const last_ms = timeOfId(this.#time);
    if (last_ms - timeOfId(wall) > MOST_BACK_MS) return wall;
    return is_full ? stampOf(last_ms + 1) : this.#time;
  }
}

const ids = new Ids();

/** A new id: a UUIDv7, so that the order of ids is the order of creation. */
export const newId = (): string => ids.next();

/** True for text with the form of an id. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** When an id was created, in milliseconds. */
export const timeOfId = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/** The same, ISO; 1970 for a damaged id, which has no time. */
export const isoTimeOfId = (id: string): string => new Date(isId(id) ? timeOfId(id) : 0).toISOString();

/** The id that belongs to this key at this time (milliseconds): a UUIDv7 whose random part is derived from the key. */
export function derivedId(time: number, key: string): string {
  const hash = createHash('sha256').update(`${time} ${key}`).digest('hex');
  const variant = ((Number.parseInt(hash.slice(3, 4), 16) & 3) | 8).toString(16);
  return `${stampOf(time)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
}

/** The lowest possible id of this time: the ids created since `time` (ISO) are those from here on. */
export function firstIdAt(time: string): string {
  return `${stampOf(Math.max(0, Math.ceil(Date.parse(time))))}-7000-8000-000000000000`;
}

/** The first 13 characters of the ids of this millisecond. */
function stampOf(ms: number): string {
  const stamp = ms.toString(16).padStart(12, '0');
  return `${stamp.slice(0, 8)}-${stamp.slice(8, 12)}`;
}
