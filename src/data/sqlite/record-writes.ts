/** The writes of workers, idempotency records, schedules and kept values, as the writer thread runs them. */

import type { SQLInputValue } from 'node:sqlite';
import type { IdempotencyRecord, Schedule, WorkerRecord } from '../contracts/index.ts';
import type { Prepare } from './prepared.ts';

/** The database's clock, in milliseconds. */
export const NOW_MS = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
const DAY_MS = 86_400_000;

export const SCHEDULE_COLUMNS = [
  'id',
  'name',
  'cron',
  'timezone',
  'owner_id',
  'task',
  'enabled',
  'next_run_at',
  'last_run_at',
  'last_task_id',
  'created_at',
  'updated_at',
] as const;

const scheduleValues = (schedule: Schedule): SQLInputValue[] =>
  SCHEDULE_COLUMNS.map((column) => {
    if (column === 'task') return JSON.stringify(schedule.task);
    if (column === 'enabled') return schedule.enabled ? 1 : 0;
    return schedule[column];
  });

export const recordWrites = (prepare: Prepare) => ({
  registerWorker(worker: WorkerRecord, lease_ms: number): void {
    prepare(
      `INSERT OR REPLACE INTO workers (id, host, pid, slots_total, lease_until)
        VALUES (?, ?, ?, ?, ${NOW_MS} + ?)`,
    ).run(worker.id, worker.host, worker.pid, worker.slots_total, lease_ms);
  },

  renewWorker(id: string, lease_ms: number): boolean {
    return prepare(`UPDATE workers SET lease_until = ${NOW_MS} + ? WHERE id = ?`).run(lease_ms, id) === 1;
  },

  removeWorker(id: string): void {
    prepare('DELETE FROM workers WHERE id = ?').run(id);
  },

  purgeWorkers(ms: number): void {
    prepare(`DELETE FROM workers WHERE lease_until < ${NOW_MS} - ?`).run(ms);
  },

  keepIdempotency(record: IdempotencyRecord): IdempotencyRecord {
    prepare('INSERT OR IGNORE INTO idempotency (id, task_id, body_hash, created_at) VALUES (?, ?, ?, ?)').run(
      record.id,
      record.task_id,
      record.body_hash,
      record.created_at,
    );
    const kept = prepare('SELECT id, task_id, body_hash, created_at FROM idempotency WHERE id = ?').get(
      record.id,
    );
    return { ...kept } as unknown as IdempotencyRecord;
  },

  purgeIdempotency(before: string, limit: number): number {
    const changed = prepare(
      `DELETE FROM idempotency WHERE id IN
        (SELECT id FROM idempotency WHERE created_at < ? ORDER BY created_at LIMIT ?)`,
    ).run(before, limit);
    return changed;
  },

  createSchedule(schedule: Schedule): boolean {
    const marks = SCHEDULE_COLUMNS.map(() => '?').join(', ');
    const changed = prepare(
      `INSERT OR IGNORE INTO schedules (${SCHEDULE_COLUMNS.join(', ')}) VALUES (${marks})`,
    ).run(...scheduleValues(schedule));
    return changed === 1;
  },

  saveSchedule(schedule: Schedule, expected_next_run_at: string | null): boolean {
    const set = SCHEDULE_COLUMNS.map((column) => `${column} = ?`).join(', ');
    const changed = prepare(`UPDATE schedules SET ${set} WHERE id = ? AND next_run_at IS ?`).run(
      ...scheduleValues(schedule),
      schedule.id,
      expected_next_run_at,
    );
    return changed === 1;
  },

  deleteSchedule(id: string): void {
    prepare('DELETE FROM schedules WHERE id = ?').run(id);
  },

  claimFiring(name: string, due_at: string): boolean {
    // By the time of the claim, not of what was due: a due time long past may still be claimed by two at once.
    prepare(`DELETE FROM firings WHERE claimed_at < ${NOW_MS} - ${DAY_MS}`).run();
    const changed = prepare(`INSERT OR IGNORE INTO firings VALUES (?, ?, ${NOW_MS})`).run(name, due_at);
    return changed === 1;
  },

  keepValue(name: string, value: string): string {
    prepare('INSERT OR IGNORE INTO kept_values VALUES (?, ?)').run(name, value);
    return prepare('SELECT value FROM kept_values WHERE name = ?').get(name)?.value as string;
  },
});
