import { createHash, randomUUIDv7 } from 'node:crypto';

/** A new id: a UUIDv7, so that the order of ids is the order of creation. */
export const newId = (): string => randomUUIDv7();

/** True for text with the form of an id. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** When an id was created, in milliseconds. */
export const timeOfId = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/** The id that belongs to this key at this time (milliseconds): a UUIDv7 whose random part is derived from the key. */
export function derivedId(time: number, key: string): string {
  const hash = createHash('sha256').update(`${time} ${key}`).digest('hex');
  const stamp = time.toString(16).padStart(12, '0');
  const variant = ((Number.parseInt(hash.slice(3, 4), 16) & 3) | 8).toString(16);
  return `${stamp.slice(0, 8)}-${stamp.slice(8, 12)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
}

/** The lowest possible id of this time: the ids created since `time` (ISO) are those from here on. */
export function firstIdAt(time: string): string {
  const stamp = Math.max(0, Math.ceil(Date.parse(time)))
    .toString(16)
    .padStart(12, '0');
  return `${stamp.slice(0, 8)}-${stamp.slice(8, 12)}-7000-8000-000000000000`;
}
