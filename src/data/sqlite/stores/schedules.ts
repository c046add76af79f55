import type { Schedule, SchedulePageQuery, ScheduleStore } from '../../contracts/index.ts';
import { isLastRun, isTaskOfSchedule } from '../../stored-values.ts';
import { NOW_MS } from '../clock.ts';
import { ownedScan } from '../owned-scan.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { AT_REVISION, flag, json, number, orNull, revision, Table, text } from '../table.ts';
import type { Writes } from '../writes.ts';

const DAY_MS = 86_400_000;

const schedules = new Table<Schedule>('schedules', {
  id: text(),
  name: text(),
  cron: text(),
  time_zone: text(),
  owner_id: text(),
  task: json<Schedule['task']>({ type: '', params: null }, isTaskOfSchedule),
  language: text<Schedule['language']>(),
  is_active: flag,
  overlap: text<Schedule['overlap']>(),
  next_run_at: orNull(text()),
  last_run: orNull(json<Schedule['last_run']>(null, isLastRun)),
  failures: number,
  revision,
  created_at: text(),
  updated_at: text(),
});

/** The operations of the writer thread. */
export const scheduleWrites = (prepare: Prepare) => ({
  createSchedule(schedule: Schedule, most: number | null): 'ok' | 'exists' | 'too_many' {
    if (prepare('SELECT 1 FROM schedules WHERE id = ?').get(schedule.id)) return 'exists';
    const owned = prepare('SELECT count(*) AS n FROM schedules WHERE owner_id = ?').get(schedule.owner_id);
    if (most !== null && Number(owned?.n) >= most) return 'too_many';
    prepare(schedules.insert()).run(...schedules.values(schedule));
    return 'ok';
  },

  saveSchedule(schedule: Schedule, expected_revision: number): boolean {
    const changed = prepare(
      `UPDATE schedules SET ${schedules.assignments()} WHERE id = ? AND ${AT_REVISION}`,
    ).run(...schedules.values(schedule), schedule.id, expected_revision);
    return changed === 1;
  },

  deleteSchedule(id: string): boolean {
    return prepare('DELETE FROM schedules WHERE id = ?').run(id) === 1;
  },

  claimFiring(name: string, due_at: string): boolean {
    // By the time of the claim, not by the due time, because two processes may claim a due time that is long past.
    prepare(`DELETE FROM firings WHERE claimed_at < ${NOW_MS} - ${DAY_MS}`).run();
    return prepare(`INSERT OR IGNORE INTO firings VALUES (?, ?, ${NOW_MS})`).run(name, due_at) === 1;
  },
});

const select = `SELECT ${schedules.columns} FROM schedules`;

export class SqliteScheduleStore implements ScheduleStore {
  readonly #reader: SqliteReader;
  readonly #writes: Writes<typeof scheduleWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof scheduleWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  create(schedule: Schedule, most?: number): Promise<'ok' | 'exists' | 'too_many'> {
    return this.#writes.createSchedule(schedule, most ?? null);
  }

  async get(id: string): Promise<Schedule | null> {
    return schedules.recordOrNull(this.#reader.list(`${select} WHERE id = ?`, id));
  }

  async page({ limit, offset = 0, ...query }: SchedulePageQuery): Promise<Schedule[]> {
    const { where, values } = ownedScan(query);
    const sql = `${select} WHERE ${where} ORDER BY id DESC LIMIT ? OFFSET ?`;
    return schedules.records(this.#reader.lists(sql, ...values, limit, offset));
  }

  async count(filter: { owner_id?: string }, cap: number): Promise<number> {
    const { where, values } = ownedScan(filter);
    const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM schedules WHERE ${where} LIMIT ?)`;
    return this.#reader.get(sql, ...values, cap)?.n as number;
  }

  async due(now: string, limit: number): Promise<Schedule[]> {
    const sql = `${select} WHERE is_active = 1 AND next_run_at IS NOT NULL AND next_run_at <= ?
      ORDER BY next_run_at LIMIT ?`;
    return schedules.records(this.#reader.lists(sql, now, limit));
  }

  save(schedule: Schedule, expected_revision: number): Promise<boolean> {
    return this.#writes.saveSchedule(schedule, expected_revision);
  }

  delete(id: string): Promise<boolean> {
    return this.#writes.deleteSchedule(id);
  }

  claimFiring(name: string, due_at: string): Promise<boolean> {
    return this.#writes.claimFiring(name, due_at);
  }
}
