/**
 * One sign-in. A refresh token contains session and generation, so no secret is stored. The session was created at the time in its id and
 * last used at `rotated_at`.
 */
export interface Session {
  id: string;
  user_id: string;
  generation: number;
  /** When the generation was last raised; at first the time of creation. */
  rotated_at: string;
  expires_at: string;
  user_agent: string;
  ip: string;
}

export interface SessionStore {
  /** In the same step, ends all sessions of the user except the `keep` most recently used ones (including the new one); returns the ended ids. */
  create(session: Session, keep?: number): Promise<string[]>;
  get(id: string): Promise<Session | null>;
  /** The sessions of the user, most recently used first. */
  listOf(user_id: string, limit: number): Promise<Session[]>;
  /** Raises the generation by one if it still is `generation`; false otherwise. */
  rotate(id: string, generation: number, rotated_at: string, expires_at: string): Promise<boolean>;
  delete(id: string): Promise<void>;
  /** Ends every session of the user, except `except` if given; returns the ended ids. */
  deleteOf(user_id: string, except?: string): Promise<string[]>;
  /** Removes up to `limit` sessions that expired before `time`; returns how many went. */
  purge(time: string, limit: number): Promise<number>;
}
