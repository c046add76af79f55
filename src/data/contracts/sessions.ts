/** One sign-in. A refresh token names session and generation, so nothing secret is stored. */
export interface Session {
  id: string;
  user_id: string;
  generation: number;
  /** When the generation last rose. */
  rotated_at: string;
  expires_at: string;
  user_agent: string;
  ip: string;
}

export interface SessionStore {
  create(session: Session): Promise<void>;
  get(id: string): Promise<Session | null>;
  /** Raises the generation by one if it still is `generation`; false otherwise. */
  rotate(id: string, generation: number, rotated_at: string, expires_at: string): Promise<boolean>;
  delete(id: string): Promise<void>;
  /** Ends every session of the user; returns their ids. */
  deleteOf(user_id: string): Promise<string[]>;
  /** Removes up to `limit` sessions that expired before `time`; returns how many went. */
  purge(time: string, limit: number): Promise<number>;
}
