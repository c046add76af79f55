import type { Long } from 'mongodb';
import { toJsonText } from '../../runtime/text.ts';
import {
  type ItemError,
  type ItemRow,
  type NewTaskRecord,
  type Slot,
  TASK_STATUSES,
  type Task,
  type TaskCover,
  type TaskHead,
  type TaskLive,
  type TaskPicks,
  type TaskStatus,
} from '../contracts/index.ts';
import { isCover, isErrorOfItem, isPicks, isSlotList } from '../stored-values.ts';
import {
  asText,
  choice,
  type DocumentOf,
  Documents,
  type Fields,
  flag,
  number,
  objectOrNull,
  text,
  textOrNull,
} from './fields.ts';
import { INDEXES, indexedFields } from './indexes.ts';
import { type KeptItem, toKeptItem } from './item-document.ts';
import { signatureOf } from './search-signature.ts';
import { searchTerms } from './search-terms.ts';

/** The fields that a save writes. */
const live = {
  status: choice<TaskStatus>(TASK_STATUSES, 'failed'),
  released_items: number(),
  completed_items: number(),
  failed_items: number(),
  cancelled_items: number(),
  // As text: with 256 slots a save and a read take half the time that they take as documents in the document.
  slots: asText<Slot[]>(isSlotList, []),
  picks: objectOrNull<TaskPicks>(isPicks),
  retry_round: number(),
  revision: number(),
  progress: number(),
  error: objectOrNull<ItemError>(isErrorOfItem),
  started_at: textOrNull(),
  finished_at: textOrNull(),
  updated_at: text(),
  deleted_at: textOrNull(),
  running: number(),
  next_available_at: textOrNull(),
  stored_bytes: number(0),
  cover: objectOrNull<TaskCover>(isCover),
} satisfies Fields<TaskLive>;

/** What of the head `saveHead` writes besides. */
const changeable = {
  name: text(),
  priority: number(),
  shared: flag(),
  total_items: number(),
} satisfies Partial<Fields<TaskHead>>;

const fields = {
  id: text(),
  type: text(),
  type_version: number(),
  summary: textOrNull(),
  owner_id: text(),
  concurrency: number(),
  parent_id: textOrNull(),
  request_id: textOrNull(),
  trace: textOrNull(),
  created_at: text(),
  ...changeable,
  ...live,
} satisfies Fields<Task>;

/** The fields that indexes of tasks contain or test, those of the most indexes first. */
const INDEXED = indexedFields(INDEXES.tasks);

export const documents = new Documents<Task, typeof fields>('tasks', fields, INDEXED);
const liveDocuments = new Documents<TaskLive, typeof live>('tasks', live);
const changeableDocuments = new Documents<Pick<Task, keyof typeof changeable>, typeof changeable>(
  'tasks',
  changeable,
);

/** A stored task. It includes the params, so that a creation is one write; only `getParams` reads them. */
export type TaskDocument = DocumentOf<typeof fields> & {
  /** JSON text. */
  params: string;
  /** Beginnings of the words of the name and the summary. */
  terms: string[];
  /** For searches by several conditions (see search-signature.ts); tasks of earlier versions have none. */
  signature?: Long;
  /** The status, or `deleted`; lists filter by it. */
  listed: string;
  item?: KeptItem;
};

/**
 * The indexed fields come first: with each write, the server looks for them from the beginning of the document, once for each index, which
 * took a twelfth of its time when they were at the end.
 */
export const newDocument = ({ task, params }: NewTaskRecord): TaskDocument => {
  const { id: _id } = task;
  const derived = { _id, listed: listedAs(task), ...searchedOf(task) };
  return Object.assign(documents.toDocument(task, { ...derived }), derived, { params: toJsonText(params) });
};

export const listedAs = (task: Pick<Task, 'status' | 'deleted_at'>): string =>
  task.deleted_at === null ? task.status : 'deleted';

/** The fields that a save sets: the live part and the changeable part of the head. */
export type TaskChange = Partial<DocumentOf<typeof live>> &
  Partial<DocumentOf<typeof changeable>> & {
    listed?: string;
    terms?: string[];
    params?: string;
    item?: KeptItem;
  };

/**
 * A deleted task is removed from lists and from searches, which then need no additional condition. With the stored task `before`, only
 * what differs: the server takes a ninth less time for that.
 */
export const liveChange = (task: Task, before?: Task): TaskChange => ({
  ...(before ? liveDocuments.toChanges(task, before) : liveDocuments.toDocument(task)),
  ...(before && listedAs(before) === listedAs(task) ? {} : { listed: listedAs(task) }),
  ...(task.deleted_at === null ? {} : { terms: [] }),
});

/** With the outcome of its only item, see `isKeptWithTask`. */
export const changeWithItem = (task: Task, row: ItemRow, before?: Task): TaskChange => ({
  ...liveChange(task, before),
  item: toKeptItem(row),
});

export const headChange = (task: Task, params: unknown): TaskChange => ({
  ...liveChange(task),
  ...changeableDocuments.toDocument(task),
  ...searchedOf(task),
  ...(params === undefined ? {} : { params: toJsonText(params) }),
});

function searchedOf(task: Task): { terms: string[]; signature: Long } {
  const terms = task.deleted_at === null ? searchTerms([task.name, task.summary ?? ''].join(' ')) : [];
  return { terms, signature: signatureOf(terms, task.type) };
}
