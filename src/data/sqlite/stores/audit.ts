import type { SQLInputValue } from 'node:sqlite';
import {
  type AuditActor,
  type AuditEntry,
  type AuditFilter,
  type AuditPageQuery,
  type AuditStore,
  firstIdAt,
} from '../../contracts/index.ts';
import { isAuditActor, isAuditTarget } from '../../stored-values.ts';
import { inSlices } from '../in-slices.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { json, orNull, Table, text } from '../table.ts';
import type { Writes } from '../writes.ts';

const audit = new Table<AuditEntry>('audit', {
  id: text(),
  at: text(),
  actor: orNull(json<AuditActor | null>(null, isAuditActor)),
  action: text(),
  target: orNull(json<AuditEntry['target']>(null, isAuditTarget)),
  outcome: text<AuditEntry['outcome']>(),
  ip: orNull(text()),
  user_agent: orNull(text()),
  request_id: orNull(text()),
  details: json<Record<string, unknown>>({}),
});

const insert = audit.insert({ extra: ['actor_id', 'target_type', 'target_id'] });

/** Also used within the transaction of the change that the entry describes. */
export function addAuditEntry(prepare: Prepare, entry: AuditEntry): void {
  const { actor, target } = entry;
  prepare(insert).run(actor?.id ?? null, target?.type ?? null, target?.id ?? null, ...audit.values(entry));
}

/** The operations of the writer thread. */
export const auditWrites = (prepare: Prepare) => ({
  addAudit(entries: AuditEntry[]): void {
    for (const entry of entries) addAuditEntry(prepare, entry);
  },

  purgeAudit(time: string, limit: number): number {
    return prepare(
      'DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE id < ? ORDER BY id LIMIT ?)',
    ).run(firstIdAt(time), limit);
  },
});

/** Filters that can use an index to produce the list, the one that is probably the most selective first. Each index ends with the id. */
const leads = [
  ['target_id', 'audit_target'],
  ['actor_id', 'audit_actor'],
  ['action', 'audit_action'],
  ['target_type', 'audit_target_type'],
  ['outcome', 'audit_outcome'],
] as const;
/** Of several such filters, the first with fewer entries than this is used, because it is selective enough. */
const RARE = 2_000;

interface Scan {
  from: string;
  where: string;
  values: SQLInputValue[];
}

export class SqliteAuditStore implements AuditStore {
  readonly #reader: SqliteReader;
  readonly #writes: Writes<typeof auditWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof auditWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  async add(entries: AuditEntry[]): Promise<void> {
    if (entries.length > 0) await this.#writes.addAudit(entries);
  }

  async get(id: string): Promise<AuditEntry | null> {
    return audit.recordOrNull(this.#reader.list(`SELECT ${audit.columns} FROM audit WHERE id = ?`, id));
  }

  async page({ before_id, offset = 0, limit, ...filter }: AuditPageQuery): Promise<AuditEntry[]> {
    const { from, where, values } = this.#scan(filter, before_id);
    const sql = `SELECT ${audit.columns} FROM ${from} WHERE ${where} ORDER BY id DESC LIMIT ? OFFSET ?`;
    return audit.records(this.#reader.lists(sql, ...values, limit, offset));
  }

  async count(filter: AuditFilter, cap: number): Promise<number> {
    const { from, where, values } = this.#scan(filter);
    const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM ${from} WHERE ${where} LIMIT ?)`;
    return this.#reader.get(sql, ...values, cap)?.n as number;
  }

  purge(time: string, limit: number): Promise<number> {
    return inSlices(limit, (slice) => this.#writes.purgeAudit(time, slice));
  }

  #scan(filter: AuditFilter, before_id?: string): Scan {
    const given = leads.filter(([column]) => filter[column] !== undefined);
    const where = given.map(([column]) => `${column} = ?`);
    const values: SQLInputValue[] = given.map(([column]) => filter[column] as string);
    const below = [before_id, filter.to && firstIdAt(filter.to)].filter((id) => id !== undefined).sort()[0];
    if (below !== undefined) {
      where.push('id < ?');
      values.push(below);
    }
    where.push('id >= ?');
    values.push(filter.from === undefined ? '' : firstIdAt(filter.from));
    const lead = given.length > 1 ? (given.find((one) => this.#isRare(one, filter)) ?? given[0]) : given[0];
    return { from: lead ? `audit INDEXED BY ${lead[1]}` : 'audit', where: where.join(' AND '), values };
  }

  #isRare([column, index]: (typeof leads)[number], filter: AuditFilter): boolean {
    const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM audit INDEXED BY ${index} WHERE ${column} = ? LIMIT ?)`;
    return Number(this.#reader.get(sql, filter[column] as string, RARE)?.n) < RARE;
  }
}
