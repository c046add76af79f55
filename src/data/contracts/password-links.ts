/** The only link with which the password of an account can be set now. The token can be used once. */
export interface PasswordLink {
  user_id: string;
  /** SHA-256 of the token, hex. */
  token_hash: string;
  /** The e-mail of the account when the link was created; changing it makes the link invalid. */
  email: string;
  created_at: string;
  expires_at: string;
}

export interface PasswordLinkStore {
  /** Replaces the user's older link. */
  put(link: PasswordLink): Promise<void>;
  get(token_hash: string): Promise<PasswordLink | null>;
  /** Removes the link and returns it; only one caller gets it. */
  take(token_hash: string): Promise<PasswordLink | null>;
  deleteOf(user_id: string): Promise<void>;
  /** Removes up to `limit` links that expired before `time`; returns how many went. */
  purge(time: string, limit: number): Promise<number>;
}
