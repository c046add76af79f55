import { accountWrites } from './account-writes.ts';
import type { Prepare } from './prepared.ts';
import { recordWrites } from './record-writes.ts';
import type { SearchRows } from './search-rows.ts';
import { taskWrites } from './task-writes.ts';

/**
 * Everything the writer thread can do. Each runs synchronously inside a transaction and either answers with an outcome
 * (`email_in_use`, false, …) or throws, which undoes it.
 */
export const writeOperations = (prepare: Prepare, search: SearchRows) => ({
  ...taskWrites(prepare, search),
  ...accountWrites(prepare),
  ...recordWrites(prepare),
});

export type WriteOperations = ReturnType<typeof writeOperations>;
export type OperationName = keyof WriteOperations;

/** One write on its way to the thread. */
export type Operation = [name: OperationName, ...args: unknown[]];

/** To the thread: writes in order, or the request to finish. */
export type ToWriter = Operation[] | 'close';

/** What became of one write: its value, or why it failed. */
export type Outcome = { value: unknown } | { error: string; unavailable: boolean };

/** From the thread: that it is ready, and then outcomes in the order of the writes. */
export type FromWriter = 'ready' | { values: unknown[] } | { outcomes: Outcome[] };

export interface WriterOptions {
  file: string;
  /** True for a command line beside a running server: its writes leave a mark which the server notices. */
  external: boolean;
}
