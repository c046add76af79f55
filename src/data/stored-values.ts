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
/** With an end: JSON knows 1e999, and BSON also NaN. Beyond 2^53, neighbours are the same number. */
export const isNumber: Guard = (value) =>
  typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
/** A number of things, of bytes, of an attempt. */
export const isWhole: Guard = (value) => Number.isSafeInteger(value);
/** Counts saves, from 1. */
export const isRevision: Guard = (value) =>
  typeof value === 'number' && value >= 1 && value <= Number.MAX_SAFE_INTEGER;
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

/** An object whose fields are these; others are not looked at. */
export function withFields(guards: Readonly<Record<string, Guard>>): Guard {
  const fields = Object.entries(guards);
  return (value) =>
    isObject(value) && fields.every(([name, is]) => is((value as Record<string, unknown>)[name]));
}

export const orNull =
  (is: Guard): Guard =>
  (value) =>
    value === null || is(value);

/** A field that may be missing or null. */
export const optional =
  (is: Guard): Guard =>
  (value) =>
    value === undefined || value === null || is(value);

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

const bytesFields = { content_type: isText, bytes: isWhole, sha256: isText };
export const isFileList = listOf(
  withFields({
    ...{ name: isText, width: optional(isWhole), height: optional(isWhole) },
    ...bytesFields,
    preview: optional(withFields(bytesFields)),
  }),
);

/** Written out, because a task may have many slots, and each read of it checks them. */
export const isSlotList = listOf((value) => {
  if (!isObject(value)) return false;
  const { index, attempt, state, available_at } = value as Record<string, unknown>;
  return (
    isWhole(index) &&
    isWhole(attempt) &&
    (state === 'queued' || state === 'processing') &&
    (typeof available_at === 'string' || available_at === null || available_at === undefined)
  );
});

export const isErrorOfItem: Guard = withFields({
  ...{ type: isText, message: isText, zh: optional(isText), stack: optional(isText) },
  cause: optional((value) => isErrorOfItem(value)),
});

const isRange: Guard = (value) => listOf(isWhole)(value) && (value as number[]).length === 2;
const isEarlierRun = withFields({
  ...{ run: isWhole, status: isText, started_at: orNull(isText), finished_at: isText, retried_at: isText },
  ...{
    completed_items: isWhole,
    failed_items: isWhole,
    cancelled_items: isWhole,
    retried_items: isWhole,
  },
});
const areEndedItems = listOf(withFields({ index: isWhole, attempt: isWhole }));
export const isPicks = withFields({
  cancelled: listOf(isRange),
  again: areEndedItems,
  stopped: optional(withFields({ items: areEndedItems, others: isWhole })),
  runs: optional(listOf(isEarlierRun)),
});
export const isCover = withFields({ index: isWhole, name: isText });

export const isLabel: Guard = (value) =>
  value === null || (isObject(value) && Object.values(value as object).every(isText));

export const isTaskOfSchedule = withFields({
  ...{ type: isText, params: (value) => value !== undefined },
  ...{ name: optional(isText), priority: optional(isNumber), shared: optional(isFlag) },
});
export const isLastRun = withFields({
  at: isText,
  task_id: orNull(isText),
  error: orNull(isText),
  error_zh: optional(isText),
});

export const areQuotas: Guard = (value) => isObject(value) && Object.values(value as object).every(isNumber);
export const areSignInPlaces = listOf(withTexts('block', 'at'));

export const isAuditActor = withTexts('kind', 'id', 'email');
export const isAuditTarget = withTexts('type', 'id');
