/** What every engine of `Database` and its `FileStore` must do. An engine runs it with one line. */

import { after, before, describe } from 'node:test';
import type { SearchLimits } from '../../src/data/contracts/index.ts';
import { filesContract } from './files-contract.ts';
import { itemsContract } from './items-contract.ts';
import { recordsContract } from './records-contract.ts';
import type { OpenedDatabase } from './samples.ts';
import { sessionsContract } from './sessions-contract.ts';
import { TINY_LIMITS, taskLimitsContract } from './task-limits-contract.ts';
import { taskPagesContract } from './task-pages-contract.ts';
import { taskSearchContract } from './task-search-contract.ts';
import { tasksContract } from './tasks-contract.ts';
import { usersContract } from './users-contract.ts';

export type { OpenedDatabase } from './samples.ts';

/** Runs the contract suite. `open` is called once for each part and must give an empty database and file store each time. */
export function databaseContract(
  name: string,
  open: (search_limits?: SearchLimits) => Promise<OpenedDatabase>,
): void {
  const parts: [string, (opened: () => OpenedDatabase) => void, SearchLimits?][] = [
    ['users', usersContract],
    ['sessions', sessionsContract],
    ['tasks', tasksContract],
    ['task pages', taskPagesContract],
    ['task search', taskSearchContract],
    ['task search within limits', taskLimitsContract, TINY_LIMITS],
    ['task search within limits, as without', taskSearchContract, { ...TINY_LIMITS, rare: 100, few: 100 }],
    ['items', itemsContract],
    ['workers, idempotency, schedules, secret', recordsContract],
    ['files', filesContract],
  ];
  for (const [part, run, search_limits] of parts) {
    describe(`${name}: ${part}`, () => {
      let opened: OpenedDatabase;
      before(async () => {
        opened = await open(search_limits);
      });
      after(async () => {
        await opened?.cleanup();
      });
      run(() => opened);
    });
  }
}
