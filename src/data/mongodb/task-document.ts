import type { Long } from 'mongodb';
import { toJsonText } from '../../runtime/text.ts';
import type {
  ItemError,
  ItemRow,
  NewTaskRecord,
  Slot,
  Task,
  TaskCover,
  TaskHead,
  TaskLive,
  TaskPicks,
  TaskStatus,
} from '../contracts/index.ts';
import { asText, type DocumentOf, Documents, type Fields, plain } from './fields.ts';
import { INDEXES, indexedFields } from './indexes.ts';
import { type KeptItem, toKeptItem } from './item-document.ts';
import { signatureOf } from './search-signature.ts';
import { searchTerms } from './search-terms.ts';

/** The fields that a save writes. */
const live = {
  status: plain<TaskStatus>(),
  released_items: plain<number>(),
  completed_items: plain<number>(),
  failed_items: plain<number>(),
  cancelled_items: plain<number>(),
  // As text: with 256 slots a save and a read take half the time that they take as documents in the document.
  slots: asText<Slot[]>(),
  picks: plain<TaskPicks | null>(null),
  retry_round: plain<number>(),
  revision: plain<number>(),
  progress: plain<number>(),
  error: plain<ItemError | null>(),
  started_at: plain<string | null>(),
  finished_at: plain<string | null>(),
  updated_at: plain<string>(),
  deleted_at: plain<string | null>(),
  running: plain<number>(),
  next_available_at: plain<string | null>(),
  stored_bytes: plain<number>(0),
  cover: plain<TaskCover | null>(null),
} satisfies Fields<TaskLive>;

/** What of the head `saveHead` writes besides. */
const changeable = {
  name: plain<string>(),
  priority: plain<number>(),
  shared: plain<boolean>(),
  total_items: plain<number>(),
} satisfies Partial<Fields<TaskHead>>;

const fields = {
  id: plain<string>(),
  type: plain<string>(),
  type_version: plain<number>(),
  summary: plain<string | null>(null),
  owner_id: plain<string>(),
  concurrency: plain<number>(),
  parent_id: plain<string | null>(null),
  request_id: plain<string | null>(null),
  trace: plain<string | null>(null),
  created_at: plain<string>(),
  ...changeable,
  ...live,
} satisfies Fields<Task>;

/** The fields that indexes of tasks contain or test, those of the most indexes first. */
const INDEXED = indexedFields(INDEXES.tasks);

export const documents = new Documents<Task, typeof fields>(fields, INDEXED);
const liveDocuments = new Documents<TaskLive, typeof live>(live);
const changeableDocuments = new Documents<Pick<Task, keyof typeof changeable>, typeof changeable>(changeable);

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
