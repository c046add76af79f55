import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Task } from '../../data/contracts/index.ts';

export const TASKS_AT_ONCE = 100;

/**
 * All tasks that `read` finds, by pages of `size`. Other work gets its turn between two pages: SQLite is read synchronously, so that
 * without the turns, thousands of waiting tasks held the event loop for 40 ms.
 */
export async function* pagesOf(
  read: (after_id?: string) => Promise<Task[]>,
  size = TASKS_AT_ONCE,
): AsyncGenerator<Task[]> {
  for (let page = await read(); page.length > 0; page = await read(page.at(-1)?.id)) {
    yield page;
    if (page.length < size) return;
    await nextTurn();
  }
}
