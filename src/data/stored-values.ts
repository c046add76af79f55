/**
 * What engines do with stored values that are not what was written: disks, repairs and people damage them. A record keeps a substitute in
 * their place, so that the rest of it, and the others of a list, can be used, and each is reported.
 */
import { channel } from 'node:diagnostics_channel';

/** A stored value is not what its field holds. */
export class DamagedValue extends Error {}

export interface Damage {
  /** Table or collection, and field. */
  place: string;
  /** The id of the record. */
  key: string;
}

const damages = channel('backend2:damaged-value');

export const reportDamage = (damage: Damage): void => damages.publish(damage);

/** Calls `listener` for each damaged value that is read; the returned function ends that. */
export function onDamage(listener: (damage: Damage) => void): () => void {
  const listen = (message: unknown) => listener(message as Damage);
  damages.subscribe(listen);
  return () => void damages.unsubscribe(listen);
}

export type Guard = (value: unknown) => boolean;

export const isText: Guard = (value) => typeof value === 'string';
export const isNumber: Guard = (value) => typeof value === 'number' && !Number.isNaN(value);
export const isFlag: Guard = (value) => typeof value === 'boolean';
export const isObject: Guard = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const listOf =
  (is: Guard): Guard =>
  (value) =>
    Array.isArray(value) && value.every(is);
export const areTexts = listOf(isText);
export const oneOf =
  (...texts: readonly string[]): Guard =>
  (value) =>
    texts.includes(value as string);

/** An object with texts under these names. */
export const withTexts =
  (...names: readonly string[]): Guard =>
  (value) =>
    isObject(value) && names.every((name) => isText((value as Record<string, unknown>)[name]));

/** An object with lists under these names. */
export const withLists =
  (...names: readonly string[]): Guard =>
  (value) =>
    isObject(value) && names.every((name) => Array.isArray((value as Record<string, unknown>)[name]));

/** The value as it was read, if it is what it should be. Throws `DamagedValue`. */
export function checked<V>(value: unknown, is: Guard): V {
  if (is(value)) return value as V;
  throw new DamagedValue();
}

/** The value of a JSON text. Throws `DamagedValue`. */
export function parsed<V>(stored: unknown, is: Guard): V {
  let value: unknown;
  try {
    value = JSON.parse(stored as string);
  } catch {
    throw new DamagedValue();
  }
  return checked(value, is);
}

export const isFileList = listOf(withTexts('name', 'content_type', 'sha256'));
export const isSlotList = listOf(withTexts('state'));
export const isErrorOfItem = withTexts('type', 'message');
export const isPicks = withLists('cancelled', 'again');
export const isLabel: Guard = (value) =>
  value === null || (isObject(value) && Object.values(value as object).every(isText));
