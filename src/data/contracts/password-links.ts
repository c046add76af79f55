/** The one link by which an account's password can be set now. Whoever has the token may use it once. */
export interface PasswordLink {
  user_id: string;
  /** SHA-256 of the token, hex. */
  token_hash: string;
  /** Of the account when the link was made; a changed e-mail voids the link. */
  email: string;
  created_at: string;
  expires_at: string;
}

export interface PasswordLinkStore {
  /** Replaces the user's older link. */
  put(link: PasswordLink): Promise<void>;
  get(token_hash: string): Promise<PasswordLink | null>;
  /** Removes the link and returns it, to exactly one caller. */
  take(token_hash: string): Promise<PasswordLink | null>;
  deleteOf(user_id: string): Promise<void>;
  /** Removes up to `limit` links that expired before `time`; returns how many went. */
  purge(time: string, limit: number): Promise<number>;
}
