/** A line that a handler wrote with `ctx.log`, or that says how an attempt was lost; `zh` is its message in Chinese if the program wrote it. */
export interface ItemLogLine {
  at: string;
  attempt: number;
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  zh?: string;
  /** It says that the attempt was ended from outside: it was lost with its worker, or stopped, and does not count as failed. */
  interrupted?: true;
  fields: Record<string, unknown> | null;
}

export interface ItemLogLines {
  task_id: string;
  index: number;
  lines: ItemLogLine[];
}

/** How many lines of each item are kept (the newest), and how many bytes of JSON in all. */
export const LOG_LINES_KEPT = 200;
export const LOG_BYTES_KEPT = 65_536;
/** Of these, so many of the newest warnings and errors stay however many other lines follow: one of them is the reason of a failure. */
export const LOG_PROBLEMS_KEPT = 50;
export const LOG_PROBLEM_BYTES_KEPT = 32_768;

export interface ItemLogStore {
  /** One durable write for all; of too many lines, the oldest go first, the newest warnings and errors last. A single line of more than 64 KiB is not kept. */
  append(items: ItemLogLines[]): Promise<void>;
  /** Oldest first. */
  list(task_id: string, index: number): Promise<ItemLogLine[]>;
  /** Removes the lines of up to `limit` items of the task; returns the number of these items. */
  deleteSome(task_id: string, limit: number): Promise<number>;
}
