/** A process (or the part of the embedded one) that executes items. */
export interface WorkerRecord {
  id: string;
  host: string;
  pid: number;
  slots_total: number;
}

export interface WorkerStore {
  /** Registers the worker with a lease of `lease_ms`, by the database's clock. */
  register(worker: WorkerRecord, lease_ms: number): Promise<void>;
  /**
   * Renews the lease, also a lapsed one as long as nobody removed the record for it. False when the record is gone:
   * then its items were or will be given to others, and the worker must abort them and register anew.
   */
  renew(id: string, lease_ms: number): Promise<boolean>;
  /** Ids of workers whose lease runs, by the database's clock. */
  alive(): Promise<string[]>;
  list(): Promise<(WorkerRecord & { lease_until: string })[]>;
  remove(id: string): Promise<void>;
  /** Removes records whose lease lapsed more than `ms` ago. */
  purge(ms: number): Promise<void>;
}
