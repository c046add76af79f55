import type { SQLInputValue } from 'node:sqlite';

/** The condition of a list of one owner or of all, newest first by id. Uses an index on (owner_id) or the ids. */
export function ownedScan({ owner_id, before_id }: { owner_id?: string; before_id?: string }): {
  where: string;
  values: SQLInputValue[];
} {
  const where: string[] = [];
  const values: SQLInputValue[] = [];
  if (owner_id !== undefined) {
    where.push('owner_id = ?');
    values.push(owner_id);
  }
  if (before_id !== undefined) {
    where.push('id < ?');
    values.push(before_id);
  }
  return { where: where.join(' AND ') || 'TRUE', values };
}
