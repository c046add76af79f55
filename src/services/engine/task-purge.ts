import type { Data } from '../../data/contracts/index.ts';

const ROWS_AT_ONCE = 500;

/** Removes a task with its items and files, in slices. The task's own row goes last, so that a broken purge is found again. */
export async function purgeTask(data: Pick<Data, 'database' | 'files'>, id: string): Promise<void> {
  await data.files.deleteTask(id);
  while ((await data.database.items.deleteSome(id, ROWS_AT_ONCE)) === ROWS_AT_ONCE);
  await data.database.tasks.delete(id);
}
