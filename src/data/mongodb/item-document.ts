import { type FileEntry, type ItemError, type ItemRow, ROW_STATUSES, type Task } from '../contracts/index.ts';
import { isErrorOfItem, isFileList, isLabel } from '../stored-values.ts';
import {
  asText,
  choice,
  type DocumentOf,
  Documents,
  type Fields,
  jsonText,
  list,
  number,
  objectOrNull,
  text,
  textOrNull,
} from './fields.ts';

const outcome = {
  attempt: number(),
  round: number(),
  status: choice<ItemRow['status']>(ROW_STATUSES, 'failed'),
  label: asText<ItemRow['label']>(isLabel, null, null),
  result: jsonText,
  error: objectOrNull<ItemError>(isErrorOfItem),
  note: textOrNull(),
  files: list<FileEntry>(isFileList),
  started_at: textOrNull(),
  finished_at: textOrNull(),
} satisfies Fields<Omit<ItemRow, 'task_id' | 'index'>>;

const fields = { task_id: text(), index: number(), ...outcome } satisfies Fields<ItemRow>;

export const itemDocuments = new Documents<ItemRow, typeof fields>('items', fields);

/** `_id` is `<task>:<index>`, so that the items of a task lie in their order. */
export type ItemDocument = DocumentOf<typeof fields> & { _id: string };

const kept = new Documents<Omit<ItemRow, 'task_id' | 'index'>, typeof outcome>('items', outcome);

/**
 * The outcome of a task's only item, stored in the document of the task as `item`, because a separate document costs a tenth of the whole
 * task. The items may contain the outcome of another attempt; the newer one counts.
 */
export type KeptItem = DocumentOf<typeof outcome>;

export const toKeptItem = (row: ItemRow): KeptItem => kept.toDocument(row);

export const fromKeptItem = (task_id: string, item: KeptItem): ItemRow => ({
  task_id,
  index: 0,
  ...kept.toRecord(item),
});

/** Each save rewrites the document, and lists read it, so large outcomes are stored separately. */
const MOST_KEPT_CHARACTERS = 4_000;
const MOST_KEPT_FILES = 4;

export function isKeptWithTask({ total_items }: Pick<Task, 'total_items'>, row: ItemRow): boolean {
  if (total_items !== 1 || row.files.length > MOST_KEPT_FILES) return false;
  const length = (row.result?.length ?? 0) + lengthOf(row.error) + lengthOf(row.label);
  return length <= MOST_KEPT_CHARACTERS;
}

const lengthOf = (value: object | null): number => (value === null ? 0 : JSON.stringify(value).length);

/** `there` is the row in the items. For the same attempt, the outcome saved with the task counts, because the counters match it. */
export const newerOf = <R extends Pick<ItemRow, 'attempt'>>(
  there: R | null | undefined,
  with_task: R | null,
) => (with_task && with_task.attempt >= (there?.attempt ?? 0) ? with_task : (there ?? null));
