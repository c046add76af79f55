import type { Task } from '../../data/contracts/index.ts';

export const TASKS_AT_ONCE = 200;

/** All tasks that `read` finds, by pages of `TASKS_AT_ONCE`. */
export async function* pagesOf(read: (after_id?: string) => Promise<Task[]>): AsyncGenerator<Task[]> {
  for (let page = await read(); page.length > 0; page = await read(page.at(-1)?.id)) {
    yield page;
    if (page.length < TASKS_AT_ONCE) return;
  }
}
