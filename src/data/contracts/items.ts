import { essenceOf } from '../../runtime/media-type.ts';

export const ITEM_STATUSES = ['queued', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];
/** A row is written at the end of an attempt. */
export const ROW_STATUSES = ['queued', 'completed', 'failed', 'cancelled'] as const;

/** A JSON value as text, as it was first written. It is parsed only to be shown. */
export type JsonText = string;

/** A thrown error: `type` is its name, `message` its text, `zh` the same in Chinese where the program has it. `stack` and `cause` are only for people who may see them. */
export interface ItemError {
  type: string;
  message: string;
  zh?: string;
  stack?: string;
  cause?: ItemError;
}

/** Pictures that browsers show. */
export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp'];
export const isPicture = (content_type: string): boolean => PICTURE_TYPES.includes(essenceOf(content_type));

/** The small copy of a picture: see `FileKey.preview`. */
export interface FilePreview {
  content_type: string;
  bytes: number;
  sha256: string;
}

/** A file of an item, as stored in the item's row. */
export interface FileEntry {
  name: string;
  content_type: string;
  bytes: number;
  sha256: string;
  width: number | null;
  height: number | null;
  /** Absent for what is no picture or a small one, and for files of earlier versions. */
  preview?: FilePreview;
}

/** The recorded outcome of an item. There is none before an attempt of the item has ended. */
export interface ItemRow {
  task_id: string;
  index: number;
  attempt: number;
  /** The task's `retry_round` in which it was recorded. */
  round: number;
  /** `queued` = an attempt failed and another follows. */
  status: Exclude<ItemStatus, 'processing'>;
  label: Record<string, string> | null;
  /** Null where there is none. */
  result: JsonText | null;
  error: ItemError | null;
  /** The handler's last note about its progress. */
  note: string | null;
  files: FileEntry[];
  started_at: string | null;
  finished_at: string | null;
}

export interface ItemStore {
  /**
   * Records each row unless one of the same or a newer attempt exists: the first outcome of an attempt counts. Returns for each row whether
   * it was recorded. One durable write for all; a (task, index) occurs at most once per call.
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
   * Rows with this status and `index >= from`, by index, after the first `offset`. They are read from an index alone, so their results
   * cost nothing.
   */
  byStatus(
    task_id: string,
    status: ItemRow['status'],
    from: number,
    limit: number,
    offset?: number,
  ): Promise<Pick<ItemRow, 'index' | 'round'>[]>;
  /** Removes up to `limit` rows of the task; returns how many went. */
  deleteSome(task_id: string, limit: number): Promise<number>;
}
