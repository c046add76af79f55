/** Which task an Idempotency-Key has created. `id` is `owner_id:key`. */
export interface IdempotencyRecord {
  id: string;
  task_id: string;
  body_hash: string;
  created_at: string;
}

export interface IdempotencyStore {
  /** Stores the record unless one with its id exists; returns the stored one. */
  keep(record: IdempotencyRecord): Promise<IdempotencyRecord>;
  get(id: string): Promise<IdempotencyRecord | null>;
  purge(before: string, limit: number): Promise<number>;
}
