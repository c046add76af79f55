import type { ItemError } from '../data/contracts/index.ts';
import type { RunOutcome } from './threads/thread-protocol.ts';

/** Most bytes of JSON that an item's result may have. Larger things are files: `ctx.attach`. */
export const MOST_RESULT_BYTES = 256 * 1024;
const MOST_MESSAGE_CHARACTERS = 4_000;

/** A result as JSON text; what JSON cannot hold, or too much of it, is a final error of the item. */
export function resultOutcome(value: unknown): RunOutcome {
  try {
    const result = JSON.stringify(value) ?? 'null';
    if (Buffer.byteLength(result) <= MOST_RESULT_BYTES) return { result, error: null };
    return failure(
      'ResultTooLarge',
      `The result has more than ${MOST_RESULT_BYTES} bytes; keep large things as files.`,
    );
  } catch (error) {
    return failure('ResultNotJson', `The result cannot be written as JSON: ${(error as Error).message}`);
  }
}

const failure = (type: string, message: string): RunOutcome => ({
  result: null,
  error: { type, message, final: true },
});

/** What was thrown, by name and message. */
export function errorOutcome(thrown: unknown): RunOutcome {
  try {
    return { result: null, error: { ...describe(thrown), final: isFinalError(thrown) } };
  } catch {
    // Getters that throw, proxies, objects without a prototype: whatever it was, it must not take the process along.
    return failure('Unprintable', 'The handler threw something that cannot be read.');
  }
}

const isFinalError = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && (thrown as { final?: unknown }).final === true;

export function describe(thrown: unknown): ItemError {
  if (!(thrown instanceof Error))
    return { type: 'Error', message: String(thrown).slice(0, MOST_MESSAGE_CHARACTERS) };
  const type = String(thrown.name || 'Error').slice(0, 100);
  return { type, message: String(thrown.message).slice(0, MOST_MESSAGE_CHARACTERS) };
}
