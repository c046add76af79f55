import { Batcher } from '../../runtime/batcher.ts';
import { isRefusedByDriver } from './mongo-errors.ts';

const MOST = 500;

/**
 * A command costs the server as much processor time as ten updates of tasks. So patient entries wait in proportion to the last batch: under
 * load, one command then stores two to three times as many, and an entry that comes alone does not wait.
 */
const PATIENCE_MS = 1;
const LONGEST_PATIENCE_MS = 20;

const patience_ms = (last_entries: number) => Math.min(LONGEST_PATIENCE_MS, last_entries * PATIENCE_MS);

/**
 * Combines writes that arrive during another write. Each write waits for the journal on the disk, so a write of 200 entries takes hardly
 * longer than a write of one. `write` returns a result (or an error) for each entry, in order; a thrown error applies to all.
 */
export class WriteBatches<T, R> {
  readonly #write: (batch: T[]) => Promise<(R | Error)[]>;
  readonly #batches: Batcher<T, R | Error>;

  constructor(write: (batch: T[]) => Promise<(R | Error)[]>) {
    this.#write = write;
    this.#batches = new Batcher({ run: (batch) => this.#run(batch), most: MOST, at_once: 2, patience_ms });
  }

  /** `patient`: nothing waits for it, and under load it may be written up to 20 ms later. */
  async add(one: T, patient = false): Promise<R> {
    const result = await this.#batches.add(one, patient);
    if (result instanceof Error) throw result;
    return result;
  }

  /** What waits is written now. */
  hurry(): void {
    this.#batches.hurry();
  }

  async #run(batch: T[]): Promise<(R | Error)[]> {
    try {
      return await this.#write(batch);
    } catch (error) {
      // A document that the driver refuses (for example because it is too large) must not fail the others; nothing was sent then.
      if (batch.length === 1 || !isRefusedByDriver(error)) throw error;
      const results: (R | Error)[] = [];
      for (const one of batch) results.push(await this.#alone(one));
      return results;
    }
  }

  async #alone(one: T): Promise<R | Error> {
    try {
      return (await this.#write([one]))[0] as R | Error;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

/**
 * Combines reads by id from the same turn of the event loop. Otherwise, many small tasks that are claimed together would cost a command
 * each. `read` returns the found entries in any order.
 */
export class ReadBatches<D extends { _id: string }> {
  readonly #batches: Batcher<string, D | null>;

  constructor(read: (ids: string[]) => Promise<D[]>) {
    const run = async (ids: string[]) => {
      const found = new Map((await read([...new Set(ids)])).map((one) => [one._id, one]));
      return ids.map((id) => found.get(id) ?? null);
    };
    // Reads do not wait for each other.
    this.#batches = new Batcher({ run, most: MOST, at_once: Number.POSITIVE_INFINITY });
  }

  get(id: string): Promise<D | null> {
    return this.#batches.add(id);
  }
}
