import type { Histogram, StatisticsBucket, StatisticsStep, StatisticsStore } from '../../contracts/index.ts';
import { addedUp, bucketsOf } from '../../contracts/statistics-steps.ts';
import { isNumber, listOf } from '../../stored-values.ts';
import { inSlices } from '../in-slices.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { json, number, Table, text } from '../table.ts';
import type { Writes } from '../writes.ts';

/** A class without a count may be null. */
const areCounts = listOf((count) => count === null || isNumber(count));

const buckets = new Table<StatisticsBucket>('statistics', {
  at: text(),
  type: text(),
  completed: number,
  failed: number,
  cancelled: number,
  wait: json<Histogram>([], areCounts),
  run: json<Histogram>([], areCounts),
});

/** The operations of the writer thread. */
export const statisticsWrites = (prepare: Prepare) => ({
  addStatistics(minutes: StatisticsBucket[]): void {
    const find = prepare(`SELECT ${buckets.columns} FROM statistics WHERE step = ? AND at = ? AND type = ?`);
    const put = prepare(buckets.insert({ or: 'OR REPLACE', extra: ['step'] }));
    for (const [step, bucket] of minutes.flatMap(bucketsOf)) {
      const row = find.get(step, bucket.at, bucket.type);
      const stored = row && buckets.named(row);
      put.run(step, ...buckets.values(stored ? merged(stored, bucket) : bucket));
    }
  },

  purgeStatistics(step: StatisticsStep, time: string, limit: number): number {
    return prepare(
      `DELETE FROM statistics WHERE step = ?1 AND (at, type) IN
        (SELECT at, type FROM statistics WHERE step = ?1 AND at < ?2 ORDER BY at LIMIT ?3)`,
    ).run(step, time, limit);
  },
});

const merged = (a: StatisticsBucket, b: StatisticsBucket): StatisticsBucket => ({
  at: a.at,
  type: a.type,
  completed: a.completed + b.completed,
  failed: a.failed + b.failed,
  cancelled: a.cancelled + b.cancelled,
  wait: addedUp(a.wait, b.wait),
  run: addedUp(a.run, b.run),
});

export class SqliteStatisticsStore implements StatisticsStore {
  readonly #reader: SqliteReader;
  readonly #writes: Writes<typeof statisticsWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof statisticsWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  async add(minutes: StatisticsBucket[]): Promise<void> {
    if (minutes.length > 0) await this.#writes.addStatistics(minutes);
  }

  async read(step: StatisticsStep, from: string, to: string, type?: string): Promise<StatisticsBucket[]> {
    const sql = `SELECT ${buckets.columns} FROM statistics
      WHERE step = ? AND at >= ? AND at < ?${type === undefined ? '' : ' AND type = ?'} ORDER BY at, type`;
    const rows = this.#reader.lists(sql, step, from, to, ...(type === undefined ? [] : [type]));
    return buckets.records(rows);
  }

  purge(step: StatisticsStep, time: string, limit: number): Promise<number> {
    return inSlices(limit, (slice) => this.#writes.purgeStatistics(step, time, slice));
  }
}
