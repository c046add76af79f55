/** A process (or the part of the embedded one) that executes items. */
export interface WorkerRecord {
  id: string;
  host: string;
  pid: number;
  /** Of the program. */
  version: string;
  /** Groups of workers it belongs to; it takes only items of types that name one of them. */
  pools: string[];
  /** Items it runs at once at most. */
  places: number;
  /** Items it runs now. */
  running: number;
  started_at: string;
  /** It takes nothing more; what runs goes on. */
  draining: boolean;
}

export interface WorkerStore {
  /** Registers the worker with a lease of `lease_ms`, by the database's clock. */
  register(worker: WorkerRecord, lease_ms: number): Promise<void>;
  /**
   * Renews the lease, also a lapsed one as long as nobody removed the record for it, and tells whether the worker must drain. Null
   * when the record is gone: then its items were or will be given to others, and the worker must abort them and register anew.
   */
  renew(id: string, lease_ms: number, running?: number): Promise<{ draining: boolean } | null>;
  /** Makes the worker take nothing more; false when there is none with this id. */
  drain(id: string): Promise<boolean>;
  /** Ids of workers whose lease runs, by the database's clock. */
  alive(): Promise<string[]>;
  /** Also those whose lease lapsed and that were not purged yet. */
  list(): Promise<(WorkerRecord & { lease_until: string })[]>;
  remove(id: string): Promise<void>;
  /** Removes records whose lease lapsed more than `ms` ago. */
  purge(ms: number): Promise<void>;
}
