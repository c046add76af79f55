export interface AuditActor {
  kind: 'user' | 'api_key' | 'system';
  id: string;
  email: string;
}

/** What an actor did. Written once and never changed. */
export interface AuditEntry {
  /** A UUIDv7: entries are ordered by it, and its time is `at`. */
  id: string;
  at: string;
  actor: AuditActor | null;
  /** One of the documented actions, for example `user.update`. */
  action: string;
  target: { type: string; id: string } | null;
  outcome: 'success' | 'failure';
  ip: string | null;
  user_agent: string | null;
  request_id: string | null;
  /** Small, and never containing a secret, a password or params. */
  details: Record<string, unknown>;
}

export interface AuditFilter {
  actor_id?: string;
  action?: string;
  target_type?: string;
  target_id?: string;
  outcome?: AuditEntry['outcome'];
  /** By the time in the id: from inclusive, to exclusive. */
  from?: string;
  to?: string;
}

export interface AuditPageQuery extends AuditFilter {
  before_id?: string;
  offset?: number;
  limit: number;
}

export interface AuditStore {
  /** One durable write for all. */
  add(entries: AuditEntry[]): Promise<void>;
  get(id: string): Promise<AuditEntry | null>;
  /** Newest first. Each filter is served by an index; if there are several, the most selective one is used and the others are compared. */
  page(query: AuditPageQuery): Promise<AuditEntry[]>;
  count(filter: AuditFilter, cap: number): Promise<number>;
  /** Removes up to `limit` entries older than `time`, the oldest first; returns how many went. */
  purge(time: string, limit: number): Promise<number>;
}
