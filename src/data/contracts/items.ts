export const ITEM_STATUSES = ['queued', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];

/** A JSON value as text, as it was written when it was made. Only who shows it parses it. */
export type JsonText = string;

/** What was thrown: `type` is the error's name, `message` its text. `stack` and `cause` are for those who may see them. */
export interface ItemError {
  type: string;
  message: string;
  stack?: string;
  cause?: ItemError;
}

/** A file of an item, as kept with the item's row. */
export interface FileEntry {
  name: string;
  content_type: string;
  bytes: number;
  sha256: string;
  width: number | null;
  height: number | null;
}

/** The recorded outcome of an item. There is none before an attempt of it ended. */
export interface ItemRow {
  task_id: string;
  index: number;
  attempt: number;
  /** The task's `retry_round` it was recorded in. */
  round: number;
  /** `queued` = an attempt failed and another follows. */
  status: Exclude<ItemStatus, 'processing'>;
  label: Record<string, string> | null;
  /** Null where there is none. */
  result: JsonText | null;
  error: ItemError | null;
  /** What the handler last said of its progress. */
  note: string | null;
  files: FileEntry[];
  started_at: string | null;
  finished_at: string | null;
}

export interface ItemStore {
  /**
   * Records each row unless one of the same or a newer attempt is there: the first word on an attempt stands.
   * Tells for each row whether it was recorded. One durable write for all; a (task, index) occurs at most once per call.
   */
  put(rows: ItemRow[]): Promise<boolean[]>;
  get(task_id: string, index: number): Promise<ItemRow | null>;
  getMany(task_id: string, indexes: number[]): Promise<ItemRow[]>;
  /** Rows with `index >= from`, by index. */
  page(task_id: string, from: number, limit: number): Promise<ItemRow[]>;
  /** The same without results: what a retry needs to know. */
  outcomes(
    task_id: string,
    from: number,
    limit: number,
  ): Promise<Pick<ItemRow, 'index' | 'status' | 'attempt' | 'round'>[]>;
  /**
   * Rows with this status and `index >= from`, by index, in constant time per page; with `round`, only those recorded in that round.
   */
  byStatus(
    task_id: string,
    status: ItemRow['status'],
    from: number,
    limit: number,
    round?: number,
  ): Promise<ItemRow[]>;
  /** Removes up to `limit` rows of the task; returns how many went. */
  deleteSome(task_id: string, limit: number): Promise<number>;
}
