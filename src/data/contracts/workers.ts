/** A process (or the part of the embedded one) that executes items. */
export interface WorkerRecord {
  id: string;
  host: string;
  pid: number;
  /** Version of the program. */
  version: string;
  /** The pools that it belongs to; it takes only items of types that name one of them. */
  pools: string[];
  /** The most items that it runs at once. */
  places: number;
  /** How many items it is running. */
  running: number;
  started_at: string;
  /** True if it takes no further items; running ones go on. */
  draining: boolean;
}

export interface WorkerStore {
  /** Registers the worker with a lease of `lease_ms`, by the database's clock. */
  register(worker: WorkerRecord, lease_ms: number): Promise<void>;
  /**
   * Renews the lease, even an expired one as long as the record has not been removed, and returns whether the worker must drain. Null if the
   * record was removed: its items then are or will be queued again, and the worker must abort them and register again.
   */
  renew(id: string, lease_ms: number, running?: number): Promise<{ draining: boolean } | null>;
  /** Makes the worker take no further items; false if there is none with this id. */
  drain(id: string): Promise<boolean>;
  /** Ids of workers with a valid lease, by the database's clock. */
  alive(): Promise<string[]>;
  /** Including workers whose lease has expired and that have not been purged yet. */
  list(): Promise<(WorkerRecord & { lease_until: string })[]>;
  remove(id: string): Promise<void>;
  /** Removes records whose lease expired more than `ms` ago. */
  purge(ms: number): Promise<void>;
}
