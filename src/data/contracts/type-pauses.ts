/** A task type whose items do not start anywhere. */
export interface TypePause {
  type: string;
  paused_at: string;
  /** The id of the account that paused it. */
  paused_by: string | null;
}

export interface TypePauseStore {
  /** Stores the pause unless there is one; returns the stored one. */
  pause(pause: TypePause): Promise<TypePause>;
  /** False if it was not paused. */
  resume(type: string): Promise<boolean>;
  list(): Promise<TypePause[]>;
}
