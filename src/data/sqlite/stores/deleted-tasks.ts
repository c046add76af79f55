import type { Prepare } from '../prepared.ts';

/** Counts of tasks that were deleted on the day of their creation, by owner and day. */
export interface DeletedTask {
  owner_id: string;
  day: string;
}

export function countDeleted(prepare: Prepare, { owner_id, day }: DeletedTask): void {
  prepare(
    'INSERT INTO deleted_tasks VALUES (?, ?, 1) ON CONFLICT (owner_id, day) DO UPDATE SET count = count + 1',
  ).run(owner_id, day);
}

/** The operations of the writer thread. */
export const deletedTaskWrites = (prepare: Prepare) => ({
  purgeDeletedCounts(before_day: string, limit: number): number {
    return prepare(
      `DELETE FROM deleted_tasks WHERE (owner_id, day) IN
        (SELECT owner_id, day FROM deleted_tasks WHERE day < ? LIMIT ?)`,
    ).run(before_day, limit);
  },
});
