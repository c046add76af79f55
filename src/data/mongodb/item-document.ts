import type { FileEntry, ItemError, ItemRow, Task } from '../contracts/index.ts';
import { asText, type DocumentOf, Documents, type Fields, jsonText, plain } from './fields.ts';

const outcome = {
  attempt: plain<number>(),
  round: plain<number>(),
  status: plain<ItemRow['status']>(),
  label: asText<ItemRow['label']>(),
  result: jsonText,
  error: plain<ItemError | null>(),
  note: plain<string | null>(null),
  files: plain<FileEntry[]>(),
  started_at: plain<string | null>(),
  finished_at: plain<string | null>(),
} satisfies Fields<Omit<ItemRow, 'task_id' | 'index'>>;

const fields = { task_id: plain<string>(), index: plain<number>(), ...outcome } satisfies Fields<ItemRow>;

export const itemDocuments = new Documents<ItemRow, typeof fields>(fields);

/** `_id` is `<task>:<index>`, so that the items of a task lie in their order. */
export type ItemDocument = DocumentOf<typeof fields> & { _id: string };

const kept = new Documents<Omit<ItemRow, 'task_id' | 'index'>, typeof outcome>(outcome);

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
