/** A task type of which nothing starts, anywhere. */
export interface TypePause {
  type: string;
  paused_at: string;
  /** The id of who paused it. */
  paused_by: string | null;
}

export interface TypePauseStore {
  /** Keeps the pause unless there is one already; returns the one that is kept. */
  pause(pause: TypePause): Promise<TypePause>;
  /** False when it was not paused. */
  resume(type: string): Promise<boolean>;
  list(): Promise<TypePause[]>;
}
