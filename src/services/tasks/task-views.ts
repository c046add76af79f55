/** Stored tasks and items as callers see them. */
import type {
  EarlierRun,
  ItemError,
  ItemRow,
  ItemStatus,
  JsonText,
  Slot,
  Task,
  TaskStatus,
} from '../../data/contracts/index.ts';
import type { Language } from '../../runtime/said.ts';
import { itemStatuses } from '../engine/chosen-items.ts';
import { mustRunAlone } from '../engine/slots.ts';
import type { FileLinks } from './file-links.ts';

/** A task as callers see it in lists. */
export interface TaskView {
  id: string;
  type: string;
  type_version: number;
  name: string;
  /** What the task works on, in one line; null if its type does not describe it. */
  summary: string | null;
  /** A signed link to a small copy of its first picture; null while it has none. */
  thumbnail_url: string | null;
  /** Null once the account is deleted. */
  owner: { id: string; email: string; fullname: string } | null;
  priority: number;
  concurrency: number;
  shared: boolean;
  status: TaskStatus;
  total_items: number;
  released_items: number;
  completed_items: number;
  failed_items: number;
  cancelled_items: number;
  in_flight: number;
  /** One of its items runs alone in its worker, or is to. */
  runs_alone: boolean;
  retry_round: number;
  revision: number;
  progress: number;
  parent_id: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  updated_at: string;
}

/** One task in full. `result` is the result of its item if it has only one, otherwise null. */
export interface TaskDetail extends TaskView {
  params: unknown;
  result: unknown;
  error: ItemError | null;
  /** Its runs that ended before a retry, oldest first. */
  earlier_runs: EarlierRun[];
  /** A signed link to all files and results as a ZIP file. */
  archive_url: string;
  /** A signed link to all pictures as one picture, if the items have labels. */
  grid_url: string | null;
}

export interface FileView {
  name: string;
  url: string;
  /** A signed link to a small copy of a picture; null where there is none. */
  preview_url: string | null;
  content_type: string;
  bytes: number;
  width: number | null;
  height: number | null;
}

export interface ItemView {
  index: number;
  label: Record<string, string> | null;
  status: ItemStatus;
  /** It runs alone in its worker, or is to: it was running at three deaths of a worker. */
  runs_alone: boolean;
  attempt: number;
  progress: number;
  /** The handler's last note about its progress. */
  note: string | null;
  result: unknown;
  error: ItemError | null;
  files: FileView[];
  started_at: string | null;
  finished_at: string | null;
}

export interface TaskTypeView {
  type: string;
  version: number;
  title: { en: string; zh: string };
  description: { en: string; zh: string } | null;
  params: Record<string, unknown>;
  attempts: number;
  timeout: number;
  /** Maximum number of items that run at the same time on all workers; null = any number. */
  running: number | null;
  /** Maximum number of starts in any `per` milliseconds on all workers; null = any number. */
  rate: { limit: number; per: number } | null;
  /** True if both count separately for each key, not for the type as a whole. */
  limited_by_key: boolean;
  /** The pool of the workers that run it. */
  pool: string;
  /** The time since when the type is paused; null while it is not. */
  paused_at: string | null;
  max_items: number;
}

export type Owner = NonNullable<TaskView['owner']>;

export const taskView = (
  task: Task,
  owner: Owner | null | undefined,
  links: Pick<FileLinks, 'thumbnailUrl'>,
): TaskView => ({
  id: task.id,
  type: task.type,
  type_version: task.type_version,
  name: task.name,
  summary: task.summary,
  thumbnail_url: task.cover && links.thumbnailUrl(task.id),
  owner: owner ? { id: owner.id, email: owner.email, fullname: owner.fullname } : null,
  priority: task.priority,
  concurrency: task.concurrency,
  shared: task.shared,
  status: task.status,
  total_items: task.total_items,
  released_items: task.released_items,
  completed_items: task.completed_items,
  failed_items: task.failed_items,
  cancelled_items: task.cancelled_items,
  in_flight: task.running,
  runs_alone: task.slots.some(mustRunAlone),
  retry_round: task.retry_round,
  revision: task.revision,
  progress: task.progress,
  parent_id: task.parent_id,
  created_at: task.created_at,
  started_at: task.started_at,
  finished_at: task.finished_at,
  updated_at: task.updated_at,
});

type Label = Record<string, string> | null;

/** The view of an item comes from its row, from its slot while it has one, or from the plan while it has neither. */
export function itemView(
  task: Task,
  index: number,
  row: ItemRow | undefined,
  label: Label,
  links: Pick<FileLinks, 'url'>,
): ItemView {
  const slot = task.slots.find((one) => one.index === index);
  if (slot) return slotView(slot, row, label);
  const status = itemStatuses(task)(index, row);
  const current = row?.round === task.retry_round ? row : undefined;
  if (row && row.status === status && (current || status === 'completed') && status !== 'queued')
    return rowView(task, row, label, links);
  // Cancelled between two attempts: the row describes the previous attempt.
  const earlier = status === 'cancelled' && current?.status === 'queued' ? current : undefined;
  return {
    index,
    label,
    status,
    runs_alone: false,
    attempt: row?.attempt ?? 0,
    progress: 0,
    note: null,
    result: null,
    error: earlier?.error ?? null,
    files: [],
    started_at: earlier?.started_at ?? null,
    finished_at: status === 'cancelled' ? task.finished_at : null,
  };
}

const slotView = (slot: Slot, row: ItemRow | undefined, label: Label): ItemView => ({
  index: slot.index,
  label,
  status: slot.state,
  runs_alone: mustRunAlone(slot),
  attempt: slot.attempt,
  progress: slot.progress,
  note: slot.note ?? null,
  result: null,
  error: slot.failures > 0 || slot.deaths > 0 || slot.postponed ? (row?.error ?? null) : null,
  files: [],
  started_at: slot.state === 'processing' ? slot.since : null,
  finished_at: null,
});

/** The result is parsed when it is read: of 100 large ones, one after the other. */
const rowView = (task: Task, row: ItemRow, label: Label, links: Pick<FileLinks, 'url'>): ItemView => ({
  index: row.index,
  label: row.label ?? label,
  status: row.status,
  runs_alone: false,
  attempt: row.attempt,
  progress: row.status === 'completed' ? 100 : 0,
  note: row.note,
  get result() {
    return resultOf(row.result);
  },
  error: row.error,
  files: row.files.map(({ sha256: _, preview, ...file }) => {
    const url = links.url(task.id, row.index, file.name);
    return { ...file, url, preview_url: preview ? `${url}&preview=true` : null };
  }),
  started_at: row.started_at,
  finished_at: row.finished_at,
});

/** An error without its details, for people who may not see them. */
export const errorInShort = (error: ItemError | null, language: Language = 'en'): ItemError | null =>
  error && { type: error.type, message: messageOf(error, language) };

/** An error with all details, in this language if there is a text in it. */
export function errorInFull(error: ItemError | null, language: Language = 'en'): ItemError | null {
  if (!error) return null;
  const { zh: _, cause, ...rest } = error;
  const shown: ItemError = { ...rest, message: messageOf(error, language) };
  return cause ? { ...shown, cause: errorInFull(cause, language) as ItemError } : shown;
}

const messageOf = ({ message, zh }: ItemError, language: Language): string =>
  language === 'zh' ? (zh ?? message) : message;

/** The only place where the text of a result is parsed. Null for one that is no JSON: older versions stored what a handler had sent. */
export function resultOf(result: JsonText | null): unknown {
  try {
    return result === null ? null : JSON.parse(result);
  } catch {
    // The rest of the item can still be shown.
    return null;
  }
}
