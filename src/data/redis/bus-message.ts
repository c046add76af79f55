/** What arrives on a channel. Anybody who may publish there can have written it: it is read with care. */
import type { BusMessages, TaskState } from '../contracts/index.ts';

/** `attempts?`: a list of numbered attempts of items, or none. */
type Kind = 'string' | 'number' | 'boolean' | 'attempts?';

/** A field that a message gains is missing here: a compile error. */
const TASK: Record<keyof TaskState, Kind> = {
  id: 'string',
  type: 'string',
  name: 'string',
  owner_id: 'string',
  shared: 'boolean',
  status: 'string',
  progress: 'number',
  total_items: 'number',
  completed_items: 'number',
  failed_items: 'number',
  cancelled_items: 'number',
  in_flight: 'number',
  revision: 'number',
  updated_at: 'string',
  deleted: 'boolean',
};

const FIELDS: { [K in keyof BusMessages]: { [F in keyof BusMessages[K]]-?: Kind } } = {
  task: TASK,
  cancel: { task_id: 'string', round: 'number', items: 'attempts?' },
  drain: { worker_id: 'string' },
};

/** The messages of one publication that are what they should be, and how many are not. */
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
