import type { Prepare } from './prepared.ts';
import type { SearchRows } from './search-rows.ts';
import { apiKeyWrites } from './stores/api-keys.ts';
import { auditWrites } from './stores/audit.ts';
import { deletedTaskWrites } from './stores/deleted-tasks.ts';
import { idempotencyWrites } from './stores/idempotency.ts';
import { itemLogWrites } from './stores/item-logs.ts';
import { itemWrites } from './stores/items.ts';
import { keptValueWrites } from './stores/kept-values.ts';
import { passwordLinkWrites } from './stores/password-links.ts';
import { preferenceWrites } from './stores/preferences.ts';
import { scheduleWrites } from './stores/schedules.ts';
import { sessionWrites } from './stores/sessions.ts';
import { statisticsWrites } from './stores/statistics.ts';
import { taskWrites } from './stores/task-writes.ts';
import { typePauseWrites } from './stores/type-pauses.ts';
import { userWrites } from './stores/users.ts';
import { webhookWrites } from './stores/webhooks.ts';
import { workerWrites } from './stores/workers.ts';

/**
 * Everything the writer thread can do. Each runs synchronously inside a transaction and either answers with an outcome
 * (`email_in_use`, false, …) or throws, which undoes it.
 */
export const writeOperations = (prepare: Prepare, search: SearchRows) => ({
  ...apiKeyWrites(prepare),
  ...auditWrites(prepare),
  ...deletedTaskWrites(prepare),
  ...itemLogWrites(prepare),
  ...passwordLinkWrites(prepare),
  ...preferenceWrites(prepare),
  ...statisticsWrites(prepare),
  ...typePauseWrites(prepare),
  ...idempotencyWrites(prepare),
  ...itemWrites(prepare),
  ...keptValueWrites(prepare),
  ...scheduleWrites(prepare),
  ...sessionWrites(prepare),
  ...taskWrites(prepare, search),
  ...userWrites(prepare),
  ...webhookWrites(prepare),
  ...workerWrites(prepare),
  probe(): void {
    prepare('UPDATE probes SET count = count + 1').run();
  },
});

export type WriteOperations = ReturnType<typeof writeOperations>;
export type OperationName = keyof WriteOperations;
export type Arguments = { [K in OperationName]: Parameters<WriteOperations[K]> };
export type Results = { [K in OperationName]: ReturnType<WriteOperations[K]> };

/** One write on its way to the thread, of one operation or of any. */
export type Operation<K extends OperationName = OperationName> = {
  [Name in K]: [name: Name, args: Arguments[Name]];
}[K];

/** To the thread: writes in order, or the request to finish. */
export type ToWriter = Operation[] | 'close';

/** The outcome of one write: its value, or the reason why it failed. */
export type Outcome = { value: unknown } | { error: string; unavailable: boolean; errcode: number };

/** From the thread: first that it is ready, then outcomes in the order of the writes. */
export type FromWriter = 'ready' | { values: unknown[] } | { outcomes: Outcome[] };

export interface WriterOptions {
  file: string;
  /** True for a command line while a server may be running: its writes leave a mark that the server notices. */
  external: boolean;
}
