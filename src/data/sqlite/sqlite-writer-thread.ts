/**
 * The one thread that writes. What waits when a transaction begins goes into it together (group commit), so that one wait for
 * the disk serves many; answers are sent after the COMMIT.
 */

import { DatabaseSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { prepared } from './prepared.ts';
import { SearchRows } from './search-rows.ts';
import { isUnavailable, primaryCode } from './sqlite-errors.ts';
import {
  type Arguments,
  type FromWriter,
  type Operation,
  type OperationName,
  type Outcome,
  type Results,
  type ToWriter,
  type WriterOptions,
  writeOperations,
} from './write-operations.ts';

/** Writes in one transaction. More gain little (the pages they share are written once by then) and let the first ones wait longer. */
const GROUP = 200;
/** A checkpoint is due after so many writes (a few MB of log), or when nothing was written for a second. */
const CHECKPOINT_WRITES = 2_000;
const IDLE_MS = 1_000;
/** How long a command line waits for the server's transaction, and the server for a command line's. */
const BUSY_MS = 5_000;

if (!parentPort) throw new Error('sqlite-writer-thread.ts runs as a worker thread');
const port = parentPort;
const { file, external } = workerData as WriterOptions;

const database = new DatabaseSync(file, { timeout: BUSY_MS });
database.exec('PRAGMA synchronous = FULL');
// Checkpoints run between transactions, after the answers, not inside a COMMIT that somebody waits for.
database.exec('PRAGMA wal_autocheckpoint = 0');
database.exec('PRAGMA journal_size_limit = 67108864');
database.exec('PRAGMA cache_size = -32000');
const prepare = prepared(database);
const search = new SearchRows(prepare);
const operations: { [K in OperationName]: (...args: Arguments[K]) => Results[K] } = writeOperations(
  prepare,
  search,
);

class Writer {
  #waiting: Operation[] = [];
  #closing = false;
  /** Writes since the last checkpoint. */
  #unchecked = 0;
  #idle: NodeJS.Timeout | undefined;

  receive(message: ToWriter): void {
    this.#take(message);
    while (this.#waiting.length > 0) {
      for (let more = receiveMessageOnPort(port); more; more = receiveMessageOnPort(port))
        this.#take(more.message);
      const waiting = this.#waiting;
      const group = waiting.length <= GROUP ? waiting : waiting.slice(0, GROUP);
      this.#waiting = waiting.length <= GROUP ? [] : waiting.slice(GROUP);
      port.postMessage(commit(group));
      this.#unchecked += group.length;
      if (this.#unchecked >= CHECKPOINT_WRITES) this.#checkpoint('PASSIVE');
    }
    if (this.#closing) this.#finish();
    else if (this.#unchecked > 0) this.#checkpointWhenIdle();
  }

  /** With one timer, which each transaction starts again: a new one for each takes longer. */
  #checkpointWhenIdle(): void {
    this.#idle ??= setTimeout(() => {
      if (this.#unchecked > 0) this.#checkpoint('PASSIVE');
    }, IDLE_MS);
    this.#idle.refresh();
  }

  #take(message: ToWriter): void {
    if (message === 'close') this.#closing = true;
    // Node's watch mode and debuggers speak over the same port.
    else if (!Array.isArray(message)) return;
    else if (this.#waiting.length === 0) this.#waiting = message;
    else this.#waiting.push(...message);
  }

  #checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): void {
    this.#unchecked = 0;
    try {
      database.exec(`PRAGMA wal_checkpoint(${mode})`);
    } catch {
      // The log stays and the next checkpoint takes it along; a disk that fails shows at the next write.
    }
  }

  #finish(): void {
    clearTimeout(this.#idle);
    this.#checkpoint('TRUNCATE');
    database.close();
    port.close();
  }
}

function commit(group: Operation[]): FromWriter {
  try {
    return { values: transaction(group) };
  } catch (error) {
    // A disk that is full fails them all alike; anything else is the fault of one, which must not fail its neighbours.
    if (isUnavailable(error) || group.length === 1) return { outcomes: group.map(() => failure(error)) };
    return { outcomes: group.map(alone) };
  }
}

function transaction(group: Operation[]): unknown[] {
  database.exec('BEGIN IMMEDIATE');
  try {
    const values = group.map((operation) => perform(operation));
    search.write();
    if (external) prepare('UPDATE external_writes SET count = count + 1').run();
    database.exec('COMMIT');
    return values;
  } catch (error) {
    search.forget();
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

const perform = <K extends OperationName>([name, args]: Operation<K>): Results[K] =>
  operations[name](...args);

function alone(operation: Operation): Outcome {
  try {
    return { value: transaction([operation])[0] };
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): Outcome {
  return {
    error: error instanceof Error ? error.message : String(error),
    unavailable: isUnavailable(error),
    errcode: primaryCode(error),
  };
}

const writer = new Writer();
port.on('message', (message: ToWriter) => writer.receive(message));
port.postMessage('ready' satisfies FromWriter);
