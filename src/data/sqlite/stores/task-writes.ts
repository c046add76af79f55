/** The writes of tasks, as the writer thread runs them: synchronously, inside its transaction. */

import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { Prepare } from '../prepared.ts';
import { rowOrder } from '../row-order.ts';
import type { SearchRows } from '../search-rows.ts';
import { type Searched, taskTokens } from '../search-tokens.ts';
import { AT_REVISION } from '../table.ts';
import { changeableTasks, INDEXED, liveTasks, tasks } from '../task-table.ts';
import { countDeleted, type DeletedTask } from './deleted-tasks.ts';
import { putItem } from './items.ts';

type Values = SQLInputValue[];
type Stored = Record<string, SQLOutputValue>;

const insertTask = tasks.insert({ or: 'OR IGNORE', extra: ['seq'] });
const unindexed = liveTasks.names.filter((name) => !INDEXED.some((one) => one === name));

/** SQLite rewrites the index entries of every column that is set, even if unchanged, so there is a statement for each set of changes. */
class UpdateStatements {
  readonly #made = new Map<number, string>();

  of(changed: number): string {
    let sql = this.#made.get(changed);
    if (sql === undefined) {
      const names = [...unindexed, ...INDEXED.filter((_, at) => changed & (1 << at))];
      sql = `UPDATE tasks SET ${liveTasks.assignments(names)} WHERE seq = ?`;
      this.#made.set(changed, sql);
    }
    return sql;
  }
}

const updates = new UpdateStatements();

/** Integers come back as bigint. */
const same = (stored: unknown, value: unknown) =>
  typeof stored === 'bigint' ? Number(stored) === value : stored === value;

const searchedOf = (value: (name: keyof Searched) => unknown): Searched => {
  const parent_id = value('parent_id');
  const summary = value('summary');
  return {
    name: String(value('name')),
    summary: typeof summary === 'string' ? summary : null,
    owner_id: String(value('owner_id')),
    type: String(value('type')),
    shared: Number(value('shared')) === 1,
    parent_id: typeof parent_id === 'string' ? parent_id : null,
  };
};

/** Writing the live part of a stored task. */
const liveWrites = (prepare: Prepare, search: SearchRows) => {
  const storedAt = (id: string, revision: number): Stored | undefined =>
    prepare(`SELECT seq, ${INDEXED.join(', ')} FROM tasks WHERE id = ? AND ${AT_REVISION}`).get(id, revision);

  const setLiveOf = (stored: Stored, values: Values): bigint => {
    let changed = 0;
    const set = unindexed.map((name) => values[liveTasks.placeOf(name)] as SQLInputValue);
    for (const [at, name] of INDEXED.entries()) {
      const value = values[liveTasks.placeOf(name)] as SQLInputValue;
      if (same(stored[name], value)) continue;
      changed |= 1 << at;
      set.push(value);
    }
    const seq = stored.seq as bigint;
    prepare(updates.of(changed)).run(...set, seq);
    // So that a search does not have to read the task to see that it is deleted.
    if (stored.deleted_at === null && values[liveTasks.placeOf('deleted_at')] !== null) search.remove(seq);
    return seq;
  };

  return {
    storedAt,
    setLiveOf,
    /** The number of the row, or null if another revision is stored. */
    setLive(id: string, expected_revision: number, values: Values): bigint | null {
      const stored = storedAt(id, expected_revision);
      return stored ? setLiveOf(stored, values) : null;
    },
  };
};

/** Writes the rows of a new task; false if its id is taken. */
const taskCreation =
  (prepare: Prepare, search: SearchRows) =>
  (values: Values, params: string): boolean => {
    const id = values[tasks.placeOf('id')] as string;
    let seq = rowOrder(id);
    while (prepare(insertTask).run(seq, ...values) === 0) {
      if (prepare('SELECT 1 FROM tasks WHERE id = ?').get(id)) return false;
      seq += 1n;
    }
    prepare('INSERT INTO task_params (seq, params) VALUES (?, ?)').run(seq, params);
    // A task that is hidden from the start is never searched for.
    if (values[tasks.placeOf('deleted_at')] === null)
      search.add(seq, taskTokens(searchedOf((name) => values[tasks.placeOf(name)])));
    return true;
  };

export const taskWrites = (prepare: Prepare, search: SearchRows) => {
  const createTask = taskCreation(prepare, search);
  const { storedAt, setLive, setLiveOf } = liveWrites(prepare, search);

  return {
    createTask,

    /** A single operation is never divided between two transactions. */
    createTasks: (tasks: { values: Values; params: string }[]): boolean[] =>
      tasks.map(({ values, params }) => createTask(values, params)),

    saveTask(id: string, expected_revision: number, values: Values, deleted: DeletedTask | null): boolean {
      if (setLive(id, expected_revision, values) === null) return false;
      if (deleted) countDeleted(prepare, deleted);
      return true;
    },

    saveTaskWithItems(
      id: string,
      expected_revision: number,
      values: Values,
      rows: Values[],
    ): boolean | 'refused' {
      const stored = storedAt(id, expected_revision);
      if (!stored) return false;
      // The recorded outcomes remain, as if they had been written earlier.
      for (const row of rows) if (!putItem(prepare, row)) return 'refused';
      setLiveOf(stored, values);
      return true;
    },

    saveTaskHead(
      id: string,
      expected_revision: number,
      values: Values,
      head: Values,
      params: string | null,
    ): boolean {
      const seq = setLive(id, expected_revision, values);
      if (seq === null) return false;
      const row = prepare(
        `UPDATE tasks SET ${changeableTasks.assignments()} WHERE seq = ?
          RETURNING name, summary, owner_id, type, shared, parent_id, deleted_at`,
      ).get(...head, seq);
      if (params !== null) prepare('UPDATE task_params SET params = ? WHERE seq = ?').run(params, seq);
      search.remove(seq);
      if (row?.deleted_at === null) search.add(seq, taskTokens(searchedOf((name) => row[name])));
      return true;
    },

    deleteTask(id: string): void {
      const row = prepare('DELETE FROM tasks WHERE id = ? RETURNING seq').get(id);
      if (!row) return;
      prepare('DELETE FROM task_params WHERE seq = ?').run(row.seq as bigint);
      search.remove(row.seq as bigint);
    },
  };
};
