/** Reads messages from a channel. Others may have written to it, so each message is checked. */
import { type BusMessages, TASK_STATE_KINDS } from '../contracts/index.ts';
import { isNumber, isWhole } from '../stored-values.ts';

/** `count`: 0, 1, 2, …; `attempts?`: a list of numbered attempts of items, or none. */
type Kind = 'string' | 'number' | 'count' | 'boolean' | 'attempts?';

/** A field of a message that is missing in this table is a compile error. */
const FIELDS: { [K in keyof BusMessages]: { [F in keyof BusMessages[K]]-?: Kind } } = {
  task: TASK_STATE_KINDS,
  cancel: { task_id: 'string', revision: 'count', items: 'attempts?' },
  drain: { worker_id: 'string' },
  type_pause: { type: 'string', paused: 'boolean' },
  access: { key: 'string' },
};

/** The entries of one publication, unchecked; null if it is not a list. */
export function readPublication(text: string): unknown[] | null {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : null;
  } catch {
    // Counted as unreadable by the caller.
    return null;
  }
}

/** Whether it is a message of this topic. */
export const isMessage = <K extends keyof BusMessages>(topic: K, one: unknown): one is BusMessages[K] =>
  fits(one, FIELDS[topic]);

function fits(value: unknown, fields: Record<string, Kind>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const given = value as Record<string, unknown>;
  return Object.entries(fields).every(([name, kind]) => isOfKind(given[name], kind));
}

function isOfKind(value: unknown, kind: Kind): boolean {
  if (kind === 'attempts?') return areAttempts(value);
  if (kind === 'count') return isWhole(value) && (value as number) >= 0;
  return kind === 'number' ? isNumber(value) : typeof value === kind;
}

const ATTEMPT: Record<string, Kind> = { index: 'count', attempt: 'count' };

const areAttempts = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((one) => fits(one, ATTEMPT)));
