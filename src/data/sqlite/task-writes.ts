/** The writes of tasks and items, as the writer thread runs them: synchronously, inside its transaction. */

import type { SQLInputValue } from 'node:sqlite';
import type { Prepare } from './prepared.ts';
import { rowOrder } from './row-order.ts';
import type { SearchRows } from './search-rows.ts';
import { taskTokens } from './search-tokens.ts';
import { HEAD_COLUMNS, ITEM_COLUMNS, LIVE_COLUMNS } from './task-columns.ts';

type Values = SQLInputValue[];

/** Columns that are part of an index. A save sets only those that changed. */
const indexed = ['status', 'running', 'next_available_at', 'finished_at', 'deleted_at'] as const;
const unindexed = LIVE_COLUMNS.filter((column) => !indexed.some((one) => one === column));

const marksOf = (columns: readonly string[]) => columns.map(() => '?').join(', ');
const insertTask = `INSERT OR IGNORE INTO tasks (seq, ${[...HEAD_COLUMNS, ...LIVE_COLUMNS].join(', ')})
  VALUES (?, ${marksOf([...HEAD_COLUMNS, ...LIVE_COLUMNS])})`;
const head = (name: (typeof HEAD_COLUMNS)[number]) => HEAD_COLUMNS.indexOf(name);
const live = (name: (typeof LIVE_COLUMNS)[number]) => LIVE_COLUMNS.indexOf(name);

const insertItem = `INSERT INTO items (${ITEM_COLUMNS.join(', ')}) VALUES (${marksOf(ITEM_COLUMNS)})
  ON CONFLICT (task_id, "index") DO UPDATE SET
    ${ITEM_COLUMNS.slice(2)
      .map((column) => `${column} = excluded.${column}`)
      .join(', ')}
  WHERE excluded.attempt > items.attempt`;

/** SQLite rewrites the index entries of every column that is set, changed or not: so one statement for each set of changes. */
const updates = new Map<number, string>();

function updateStatement(changed: number): string {
  let sql = updates.get(changed);
  if (sql === undefined) {
    const columns = [...unindexed, ...indexed.filter((_, at) => changed & (1 << at))];
    sql = `UPDATE tasks SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`;
    updates.set(changed, sql);
  }
  return sql;
}

/** Integers come back as bigint. */
const same = (stored: unknown, value: unknown) =>
  typeof stored === 'bigint' ? Number(stored) === value : stored === value;

export const taskWrites = (prepare: Prepare, search: SearchRows) => ({
  createTask(values: Values, params: string): boolean {
    const id = values[head('id')] as string;
    let seq = rowOrder(id);
    while (prepare(insertTask).run(seq, ...values) === 0) {
      if (prepare('SELECT 1 FROM tasks WHERE id = ?').get(id)) return false;
      seq += 1n;
    }
    prepare('INSERT INTO task_params (seq, params) VALUES (?, ?)').run(seq, params);
    const tokens = taskTokens(
      values[head('name')] as string,
      values[head('owner_id')] as string,
      values[head('type')] as string,
      values[head('shared')] === 1,
    );
    search.add(seq, tokens);
    return true;
  },

  saveTask(id: string, expected_revision: number, values: Values): boolean {
    const stored = prepare(
      'SELECT seq, status, running, next_available_at, finished_at, deleted_at FROM tasks WHERE id = ? AND revision = ?',
    ).get(id, expected_revision);
    if (!stored) return false;
    let changed = 0;
    const set = unindexed.map((column) => values[live(column)] as SQLInputValue);
    for (const [at, column] of indexed.entries()) {
      const value = values[live(column)] as SQLInputValue;
      if (same(stored[column], value)) continue;
      changed |= 1 << at;
      set.push(value);
    }
    prepare(updateStatement(changed)).run(...set, id);
    // So that a search need not look at the task to see that it is deleted.
    if (stored.deleted_at === null && values[live('deleted_at')] !== null)
      search.remove(stored.seq as bigint);
    return true;
  },

  deleteTask(id: string): void {
    const row = prepare('DELETE FROM tasks WHERE id = ? RETURNING seq').get(id);
    if (!row) return;
    prepare('DELETE FROM task_params WHERE seq = ?').run(row.seq as bigint);
    search.remove(row.seq as bigint);
  },

  putItems(rows: Values[]): boolean[] {
    const statement = prepare(insertItem);
    return rows.map((values) => statement.run(...values) === 1);
  },

  deleteItems(task_id: string, limit: number): number {
    return prepare(
      `DELETE FROM items WHERE task_id = ?1 AND "index" <=
          (SELECT max("index") FROM (SELECT "index" FROM items WHERE task_id = ?1 ORDER BY "index" LIMIT ?2))`,
    ).run(task_id, limit);
  },
});
