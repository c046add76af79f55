/**
 * The language in which a schedule names its tasks.
 *
 * Lists of the tasks with failed items, by status in the order of every list. Only these tasks are in the indexes, so a task without a
 * failure costs nothing. The type is compared within the index.
 */
export const thirdSchema = `
ALTER TABLE schedules ADD COLUMN language TEXT NOT NULL DEFAULT 'en';

CREATE INDEX tasks_failures ON tasks (status, seq, type) WHERE failed_items > 0 AND deleted_at IS NULL;
CREATE INDEX tasks_owner_failures ON tasks (owner_id, status, seq, type) WHERE failed_items > 0 AND deleted_at IS NULL;
CREATE INDEX tasks_shared_failures ON tasks (status, seq, owner_id, type)
  WHERE failed_items > 0 AND shared = 1 AND deleted_at IS NULL;
`;
