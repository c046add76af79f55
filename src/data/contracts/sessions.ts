/**
 * One sign-in. A refresh token names session and generation, so nothing secret is stored. It was created at the time in its id, and
 * last used at `rotated_at`.
 */
export interface Session {
  id: string;
  user_id: string;
  generation: number;
  /** When the generation last rose, at first the time of creation. */
  rotated_at: string;
  expires_at: string;
  user_agent: string;
  ip: string;
}

export interface SessionStore {
  /** Ends, in the same step, all but the `keep` sessions of the user that were used last, the new one among them; returns the ids that went. */
  create(session: Session, keep?: number): Promise<string[]>;
  get(id: string): Promise<Session | null>;
  /** Those of the user, the one used last first. */
  listOf(user_id: string, limit: number): Promise<Session[]>;
  /** Raises the generation by one if it still is `generation`; false otherwise. */
  rotate(id: string, generation: number, rotated_at: string, expires_at: string): Promise<boolean>;
  delete(id: string): Promise<void>;
  /** Ends every session of the user, but `except` where it is given; returns the ids that went. */
  deleteOf(user_id: string, except?: string): Promise<string[]>;
  /** Removes up to `limit` sessions that expired before `time`; returns how many went. */
  purge(time: string, limit: number): Promise<number>;
}
