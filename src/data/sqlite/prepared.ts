import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';

/** A statement of the writer. Integers come as bigint, since `seq` and every "last inserted row" are beyond 2^53. */
export interface Prepared {
  /** Returns how many rows were changed. */
  run(...values: SQLInputValue[]): number;
  get(...values: SQLInputValue[]): Record<string, SQLOutputValue> | undefined;
  all(...values: SQLInputValue[]): Record<string, SQLOutputValue>[];
}

export type Prepare = (sql: string) => Prepared;

/** Prepares each statement once, when it is first used. */
export function prepared(database: DatabaseSync): Prepare {
  const statements = new Map<string, Prepared>();
  return (sql) => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = asPrepared(database.prepare(sql));
      statements.set(sql, statement);
    }
    return statement;
  };
}

function asPrepared(statement: StatementSync): Prepared {
  statement.setReadBigInts(true);
  return {
    run: (...values) => Number(statement.run(...values).changes),
    get: (...values) => statement.get(...values),
    all: (...values) => statement.all(...values),
  };
}
