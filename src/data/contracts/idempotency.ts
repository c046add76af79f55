/** Which task an Idempotency-Key made. `id` is `owner_id:key`. */
export interface IdempotencyRecord {
  id: string;
  task_id: string;
  body_hash: string;
  created_at: string;
}

export interface IdempotencyStore {
  /** Keeps the record unless one with its id exists; returns the one that is kept. */
  keep(record: IdempotencyRecord): Promise<IdempotencyRecord>;
  get(id: string): Promise<IdempotencyRecord | null>;
  purge(before: string, limit: number): Promise<number>;
}
