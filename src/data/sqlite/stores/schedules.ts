import type { Schedule, ScheduleStore } from '../../contracts/index.ts';
import { NOW_MS } from '../clock.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import type { SqliteWriter } from '../sqlite-writer.ts';
import { flag, json, orNull, Table, text } from '../table.ts';

const DAY_MS = 86_400_000;

const schedules = new Table<Schedule>('schedules', {
  id: text(),
  name: text(),
  cron: text(),
  timezone: text(),
  owner_id: text(),
  task: json<Schedule['task']>({ type: '', params: null }),
  enabled: flag,
  next_run_at: orNull(text()),
  last_run_at: orNull(text()),
  last_task_id: orNull(text()),
  created_at: text(),
  updated_at: text(),
});

/** What the writer thread does. */
export const scheduleWrites = (prepare: Prepare) => ({
  createSchedule(schedule: Schedule): boolean {
    return prepare(schedules.insert({ or: 'OR IGNORE' })).run(...schedules.values(schedule)) === 1;
  },

  saveSchedule(schedule: Schedule, expected_next_run_at: string | null): boolean {
    const changed = prepare(
      `UPDATE schedules SET ${schedules.assignments()} WHERE id = ? AND next_run_at IS ?`,
    ).run(...schedules.values(schedule), schedule.id, expected_next_run_at);
    return changed === 1;
  },

  deleteSchedule(id: string): void {
    prepare('DELETE FROM schedules WHERE id = ?').run(id);
  },

  claimFiring(name: string, due_at: string): boolean {
    // By the time of the claim, not of what was due: a due time long past may still be claimed by two at once.
    prepare(`DELETE FROM firings WHERE claimed_at < ${NOW_MS} - ${DAY_MS}`).run();
    return prepare(`INSERT OR IGNORE INTO firings VALUES (?, ?, ${NOW_MS})`).run(name, due_at) === 1;
  },
});

const select = `SELECT ${schedules.columns} FROM schedules`;

export class SqliteScheduleStore implements ScheduleStore {
  readonly #reader: SqliteReader;
  readonly #writer: SqliteWriter;

  constructor(reader: SqliteReader, writer: SqliteWriter) {
    this.#reader = reader;
    this.#writer = writer;
  }

  create(schedule: Schedule): Promise<boolean> {
    return this.#writer.run('createSchedule', schedule);
  }

  async get(id: string): Promise<Schedule | null> {
    return schedules.recordOrNull(this.#reader.list(`${select} WHERE id = ?`, id));
  }

  async page(limit: number, before_id?: string): Promise<Schedule[]> {
    const rows =
      before_id === undefined
        ? this.#reader.lists(`${select} ORDER BY id DESC LIMIT ?`, limit)
        : this.#reader.lists(`${select} WHERE id < ? ORDER BY id DESC LIMIT ?`, before_id, limit);
    return schedules.records(rows);
  }

  async due(now: string, limit: number): Promise<Schedule[]> {
    const sql = `${select} WHERE enabled = 1 AND next_run_at IS NOT NULL AND next_run_at <= ?
      ORDER BY next_run_at LIMIT ?`;
    return schedules.records(this.#reader.lists(sql, now, limit));
  }

  save(schedule: Schedule, expected_next_run_at: string | null): Promise<boolean> {
    return this.#writer.run('saveSchedule', schedule, expected_next_run_at);
  }

  delete(id: string): Promise<void> {
    return this.#writer.run('deleteSchedule', id);
  }

  claimFiring(name: string, due_at: string): Promise<boolean> {
    return this.#writer.run('claimFiring', name, due_at);
  }
}
