/** What every engine of `Database` and its `FileStore` must do. An engine runs it with one line. */

import { after, before, describe } from 'node:test';
import type { SearchLimits } from '../../src/data/contracts/index.ts';
import { apiKeysContract } from './api-keys-contract.ts';
import { auditContract } from './audit-contract.ts';
import { filesContract } from './files-contract.ts';
import { idempotencyContract } from './idempotency-contract.ts';
import { itemLogsContract } from './item-logs-contract.ts';
import { itemsContract } from './items-contract.ts';
import { keptValuesContract } from './kept-values-contract.ts';
import { passwordLinksContract } from './password-links-contract.ts';
import { preferencesContract } from './preferences-contract.ts';
import { quotaHoldsContract } from './quota-holds-contract.ts';
import type { Combinations, OpenedDatabase } from './samples.ts';
import { schedulesContract } from './schedules-contract.ts';
import { sessionsContract } from './sessions-contract.ts';
import { statisticsContract } from './statistics-contract.ts';
import { TINY_LIMITS, taskLimitsContract } from './task-limits-contract.ts';
import { taskPagesContract } from './task-pages-contract.ts';
import { taskSearchContract } from './task-search-contract.ts';
import { taskUseContract } from './task-use-contract.ts';
import { taskWorkContract } from './task-work-contract.ts';
import { tasksContract } from './tasks-contract.ts';
import { typePausesContract } from './type-pauses-contract.ts';
import { usersContract } from './users-contract.ts';
import { webhooksContract } from './webhooks-contract.ts';
import { workersContract } from './workers-contract.ts';

export type { OpenedDatabase } from './samples.ts';

type Part = (opened: () => OpenedDatabase, combinations: Combinations) => void;

/**
 * Runs the contract suite. `open` is called once for each part and must give an empty database and file store each time. Where the same
 * engine has answered all combinations of filters already, with the same queries over the same indexes, `few` of them do.
 */
export function databaseContract(
  name: string,
  open: (search_limits?: SearchLimits) => Promise<OpenedDatabase>,
  combinations: Combinations = 'all',
): void {
  const parts: [string, Part, SearchLimits?][] = [
    ['users', usersContract],
    ['sessions', sessionsContract],
    ['tasks', tasksContract],
    ['tasks at work', taskWorkContract],
    ['task pages', taskPagesContract],
    ['task use', taskUseContract],
    ['quota holds', quotaHoldsContract],
    ['task search', taskSearchContract],
    ['task search within limits', taskLimitsContract, TINY_LIMITS],
    ['task search within limits, as without', taskSearchContract, { ...TINY_LIMITS, rare: 100, few: 100 }],
    ['items', itemsContract],
    ['item logs', itemLogsContract],
    ['workers', workersContract],
    ['type pauses', typePausesContract],
    ['statistics', statisticsContract],
    ['idempotency', idempotencyContract],
    ['schedules', schedulesContract],
    ['audit', auditContract],
    ['API keys', apiKeysContract],
    ['webhooks', webhooksContract],
    ['preferences', preferencesContract],
    ['password links', passwordLinksContract],
    ['kept values', keptValuesContract],
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
      run(() => opened, combinations);
    });
  }
}
