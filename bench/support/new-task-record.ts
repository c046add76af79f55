import { newId, type Task, type TaskStatus } from '../../src/data/contracts/index.ts';

/** A task as it is stored: finished, or with `pending`, with its only item waiting. */
export function newTaskRecord(
  owner_id: string,
  name: string,
  status: TaskStatus,
  change: Partial<Task> = {},
): Task {
  const now = new Date().toISOString();
  const waits = status === 'pending';
  const slot = {
    index: 0,
    attempt: 0,
    worker_id: null,
    progress: 0,
    available_at: null,
    failures: 0,
    deaths: 0,
  };
  return {
    id: newId(),
    type: 'wait',
    type_version: 1,
    name,
    owner_id,
    priority: 5,
    concurrency: 3,
    shared: false,
    total_items: 1,
    parent_id: null,
    request_id: null,
    trace: null,
    summary: null,
    created_at: now,
    status,
    released_items: 1,
    completed_items: status === 'completed' ? 1 : 0,
    failed_items: status === 'failed' ? 1 : 0,
    cancelled_items: status === 'cancelled' ? 1 : 0,
    slots: waits ? [{ ...slot, state: 'queued', since: now }] : [],
    picks: null,
    stored_bytes: 0,
    cover: null,
    retry_round: 0,
    revision: 1,
    progress: status === 'completed' ? 100 : 0,
    error: null,
    started_at: waits ? null : now,
    finished_at: waits ? null : now,
    updated_at: now,
    deleted_at: null,
    running: 0,
    next_available_at: waits ? now : null,
    ...change,
  };
}
