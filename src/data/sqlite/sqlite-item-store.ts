import type { ItemRow, ItemStore } from '../contracts/index.ts';
import { inSlices } from './in-slices.ts';
import type { SqliteReader } from './sqlite-reader.ts';
import type { SqliteWriter } from './sqlite-writer.ts';
import { ITEM_SELECT, itemFromRow, itemValues } from './task-columns.ts';

export function createSqliteItemStore(reader: SqliteReader, writer: SqliteWriter): ItemStore {
  return {
    async put(rows) {
      return rows.length === 0 ? [] : writer.run('putItems', rows.map(itemValues));
    },

    async get(task_id, index) {
      const row = reader.get(
        `SELECT ${ITEM_SELECT} FROM items WHERE task_id = ? AND "index" = ?`,
        task_id,
        index,
      );
      return row ? itemFromRow(row) : null;
    },

    async getMany(task_id, indexes) {
      const sql = `SELECT ${ITEM_SELECT} FROM items
        WHERE task_id = ? AND "index" IN (SELECT value FROM json_each(?))`;
      return reader.all(sql, task_id, JSON.stringify(indexes)).map(itemFromRow);
    },

    async page(task_id, from, limit) {
      const sql = `SELECT ${ITEM_SELECT} FROM items WHERE task_id = ? AND "index" >= ? ORDER BY "index" LIMIT ?`;
      return reader.all(sql, task_id, from, limit).map(itemFromRow);
    },

    async outcomes(task_id, from, limit) {
      const sql = `SELECT "index", status, attempt, round FROM items
        WHERE task_id = ? AND "index" >= ? ORDER BY "index" LIMIT ?`;
      type Outcome = Pick<ItemRow, 'index' | 'status' | 'attempt' | 'round'>;
      return reader.all(sql, task_id, from, limit).map((row) => ({ ...row }) as unknown as Outcome);
    },

    deleteSome: (task_id, limit) => inSlices(limit, (slice) => writer.run('deleteItems', task_id, slice)),
  };
}
