/** Reads messages from a channel. Others may have written to it, so each message is checked. */
import { type BusMessages, TASK_STATE_KINDS } from '../contracts/index.ts';

/** `attempts?`: a list of numbered attempts of items, or none. */
type Kind = 'string' | 'number' | 'boolean' | 'attempts?';

/** A field of a message that is missing in this table is a compile error. */
const FIELDS: { [K in keyof BusMessages]: { [F in keyof BusMessages[K]]-?: Kind } } = {
  task: TASK_STATE_KINDS,
  cancel: { task_id: 'string', revision: 'number', items: 'attempts?' },
  drain: { worker_id: 'string' },
  type_pause: { type: 'string', paused: 'boolean' },
  access: { key: 'string' },
};

/** The valid messages of one publication, and the number of invalid ones. */
export function readMessages<K extends keyof BusMessages>(
  topic: K,
  text: string,
): { messages: BusMessages[K][]; unreadable: number } {
  const list = parse(text);
  if (!Array.isArray(list)) return { messages: [], unreadable: 1 };
  const messages = list.filter((one): one is BusMessages[K] => fits(one, FIELDS[topic]));
  return { messages, unreadable: list.length - messages.length };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Counted as unreadable by the caller.
    return null;
  }
}

function fits(value: unknown, fields: Record<string, Kind>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const given = value as Record<string, unknown>;
  return Object.entries(fields).every(([name, kind]) =>
    kind === 'attempts?' ? areAttempts(given[name]) : typeof given[name] === kind,
  );
}

const ATTEMPT: Record<string, Kind> = { index: 'number', attempt: 'number' };

const areAttempts = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((one) => fits(one, ATTEMPT)));
