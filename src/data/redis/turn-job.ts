/** The content of a job in the turn queue. It comes from Redis, where others may have written it, so it is checked. */
import type { Turns } from '../contracts/index.ts';

/** The name of a job is the owner's id. A job with a count stands for so many delayed turns. */
export interface TurnJob {
  count?: number;
}

/** More turns than one owner ever needs; a larger number in Redis is not ours. */
const MOST_TURNS = 1_000_000;
const LONGEST_NAME = 200;

/** The turns that a job stands for, or null for a job that is not ours. */
export function readTurnJob(name: unknown, data: unknown): (Turns & { delayed: boolean }) | null {
  if (typeof name !== 'string' || name === '' || name.length > LONGEST_NAME) return null;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  const { count } = data as { count?: unknown };
  if (count === undefined) return { owner_id: name, count: 1, delayed: false };
  const valid = typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= MOST_TURNS;
  return valid ? { owner_id: name, count, delayed: true } : null;
}
