import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { addHasWords } from './has-words.ts';
import { isUnavailable, unavailable } from './sqlite-errors.ts';

export type Row = Record<string, SQLOutputValue>;

/**
 * The read-only connection of the main thread. Reads are synchronous: at 10–100 µs each, they are cheaper than a message to
 * another thread. Every read ends its transaction before it returns, so it never delays checkpoints.
 */
export class SqliteReader {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #list_statements = new Map<string, StatementSync>();

  constructor(file: string) {
    this.#database = new DatabaseSync(file, { readOnly: true, timeout: 1_000 });
    this.#database.exec('PRAGMA cache_size = -32000');
    addHasWords(this.#database);
  }

  /** All rows, as plain records. Integers beyond 2^53 must not be among the columns. */
  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#run(() => this.#prepare(sql).all(...values));
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#run(() => this.#prepare(sql).get(...values));
  }

  /** All rows as lists of values, which is what `Table` reads: half the time of records. */
  lists(sql: string, ...values: SQLInputValue[]): SQLOutputValue[][] {
    return this.#run(() => {
      const statement = this.#listStatement(sql);
      try {
        return asLists(statement.all(...values));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ERR_OUT_OF_RANGE') throw error;
        return damagedLists(statement, values);
      }
    });
  }

  list(sql: string, ...values: SQLInputValue[]): SQLOutputValue[] | undefined {
    return this.lists(sql, ...values)[0];
  }

  /** The first column of the first row as a bigint. */
  getBigInt(sql: string, ...values: SQLInputValue[]): bigint | undefined {
    return this.#run(() => {
      const statement = this.#prepare(sql);
      statement.setReadBigInts(true);
      const row = statement.get(...values);
      return row && (Object.values(row)[0] as bigint);
    });
  }

  /** A number that changes after each write to the database by any process. */
  version(): number {
    return this.#run(() => this.#prepare('PRAGMA data_version').get()?.data_version as number);
  }

  close(): void {
    this.#statements.clear();
    this.#list_statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #listStatement(sql: string): StatementSync {
    let statement = this.#list_statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      statement.setReturnArrays(true);
      this.#list_statements.set(sql, statement);
    }
    return statement;
  }

  #run<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (isUnavailable(error) || !this.#database.isOpen) throw unavailable(error);
      throw error;
    }
  }
}

/** One damaged integer beyond 2^53 makes no list unreadable: it is read as the nearest number. */
function damagedLists(statement: StatementSync, values: SQLInputValue[]): SQLOutputValue[][] {
  statement.setReadBigInts(true);
  try {
    const rows = asLists(statement.all(...values));
    return rows.map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value)));
  } finally {
    statement.setReadBigInts(false);
  }
}

/** With `setReturnArrays`, rows are arrays; the types of node:sqlite only allow records. */
const asLists = (rows: unknown[]): SQLOutputValue[][] => rows as SQLOutputValue[][];
