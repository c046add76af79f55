/** Sessions, workers, idempotency records and schedules. */

import type {
  IdempotencyRecord,
  IdempotencyStore,
  Schedule,
  ScheduleStore,
  Session,
  SessionStore,
  WorkerRecord,
  WorkerStore,
} from '../contracts/index.ts';
import { inSlices } from './in-slices.ts';
import { NOW_MS, SCHEDULE_COLUMNS } from './record-writes.ts';
import { fromJson, type Row, type SqliteReader } from './sqlite-reader.ts';
import type { SqliteWriter } from './sqlite-writer.ts';

export function createSqliteSessionStore(reader: SqliteReader, writer: SqliteWriter): SessionStore {
  return {
    create: (session) => writer.run('createSession', session),
    async get(id) {
      const row = reader.get(
        'SELECT id, user_id, generation, rotated_at, expires_at, user_agent, ip FROM sessions WHERE id = ?',
        id,
      );
      return row ? ({ ...row } as unknown as Session) : null;
    },
    rotate: (id, generation, rotated_at, expires_at) =>
      writer.run('rotateSession', id, generation, rotated_at, expires_at),
    delete: (id) => writer.run('deleteSession', id),
    deleteOf: (user_id) => writer.run('deleteSessionsOf', user_id),
    purge: (time, limit) => inSlices(limit, (slice) => writer.run('purgeSessions', time, slice)),
  };
}

export function createSqliteWorkerStore(reader: SqliteReader, writer: SqliteWriter): WorkerStore {
  return {
    register: (worker, lease_ms) => writer.run('registerWorker', worker, lease_ms),
    renew: (id, lease_ms) => writer.run('renewWorker', id, lease_ms),
    async alive() {
      return reader
        .all(`SELECT id FROM workers WHERE lease_until > ${NOW_MS}`)
        .map((row) => row.id as string);
    },
    async list() {
      return reader.all('SELECT id, host, pid, slots_total, lease_until FROM workers').map((row) => ({
        ...(row as unknown as WorkerRecord),
        lease_until: new Date(row.lease_until as number).toISOString(),
      }));
    },
    remove: (id) => writer.run('removeWorker', id),
    purge: (ms) => writer.run('purgeWorkers', ms),
  };
}

export function createSqliteIdempotencyStore(reader: SqliteReader, writer: SqliteWriter): IdempotencyStore {
  return {
    keep: (record) => writer.run('keepIdempotency', record),
    async get(id) {
      const row = reader.get('SELECT id, task_id, body_hash, created_at FROM idempotency WHERE id = ?', id);
      return row ? ({ ...row } as unknown as IdempotencyRecord) : null;
    },
    purge: (before, limit) => inSlices(limit, (slice) => writer.run('purgeIdempotency', before, slice)),
  };
}

export function createSqliteScheduleStore(reader: SqliteReader, writer: SqliteWriter): ScheduleStore {
  const select = `SELECT ${SCHEDULE_COLUMNS.join(', ')} FROM schedules`;
  const fromRow = (row: Row) =>
    ({
      ...row,
      enabled: row.enabled === 1,
      task: fromJson(row.task, { type: '', params: null }),
    }) as unknown as Schedule;

  return {
    create: (schedule) => writer.run('createSchedule', schedule),
    async get(id) {
      const row = reader.get(`${select} WHERE id = ?`, id);
      return row ? fromRow(row) : null;
    },
    async page(limit, before_id) {
      const rows =
        before_id === undefined
          ? reader.all(`${select} ORDER BY id DESC LIMIT ?`, limit)
          : reader.all(`${select} WHERE id < ? ORDER BY id DESC LIMIT ?`, before_id, limit);
      return rows.map(fromRow);
    },
    async due(now, limit) {
      const sql = `${select} WHERE enabled = 1 AND next_run_at IS NOT NULL AND next_run_at <= ?
        ORDER BY next_run_at LIMIT ?`;
      return reader.all(sql, now, limit).map(fromRow);
    },
    save: (schedule, expected_next_run_at) => writer.run('saveSchedule', schedule, expected_next_run_at),
    delete: (id) => writer.run('deleteSchedule', id),
    claimFiring: (name, due_at) => writer.run('claimFiring', name, due_at),
  };
}
