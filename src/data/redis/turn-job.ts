/** What a job of the turn queue holds. It comes from Redis, where anybody may have written it: it is read with care. */
import type { Turns } from '../contracts/index.ts';

/** A job's name is the owner's id. One with a count stands for so many turns whose delay runs. */
export interface TurnJob {
  count?: number;
}

/** More turns of one owner than any row of waiting items needs; a larger number in Redis is no number of ours. */
const MOST_TURNS = 1_000_000;
const LONGEST_NAME = 200;

/** The turns that a job stands for, or null for one that was not made here. */
export function readTurnJob(name: unknown, data: unknown): (Turns & { delayed: boolean }) | null {
  if (typeof name !== 'string' || name === '' || name.length > LONGEST_NAME) return null;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  const { count } = data as { count?: unknown };
  if (count === undefined) return { owner_id: name, count: 1, delayed: false };
  const valid = typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= MOST_TURNS;
  return valid ? { owner_id: name, count, delayed: true } : null;
}
