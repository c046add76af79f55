import type { Readable } from 'node:stream';
import type { ItemError, ItemStatus, TaskState, TaskStatus } from '../../data/contracts/index.ts';
import type { AccountActor } from '../actor.ts';
import type { Page, PageQuery } from '../paging.ts';

/** A task as callers see it in lists. */
export interface TaskView {
  id: string;
  type: string;
  type_version: number;
  name: string;
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
  retry_round: number;
  revision: number;
  progress: number;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  updated_at: string;
}

/** One task in full. `result` is that of its item when it has a single one, else null. */
export interface TaskDetail extends TaskView {
  params: unknown;
  result: unknown;
  error: ItemError | null;
}

export interface FileView {
  name: string;
  url: string;
  content_type: string;
  bytes: number;
  width: number | null;
  height: number | null;
}

export interface ItemView {
  index: number;
  label: Record<string, string> | null;
  status: ItemStatus;
  attempt: number;
  progress: number;
  result: unknown;
  error: ItemError | null;
  files: FileView[];
  started_at: string | null;
  finished_at: string | null;
}

export interface NewTask {
  type: string;
  name?: string;
  params: unknown;
  priority?: number;
  shared?: boolean;
}

export interface TaskTypeView {
  type: string;
  version: number;
  title: { en: string; zh: string };
  description: { en: string; zh: string } | null;
  params: Record<string, unknown>;
  attempts: number;
  timeout: number;
}

/** A file to be sent: what is known of it, and a way to open any part. */
export interface OpenFile {
  name: string;
  content_type: string;
  bytes: number;
  sha256: string;
  finished_at: string | null;
  open(range?: { start: number; end: number }): Promise<Readable>;
}

/** A signed file link's query. */
export interface FileLink {
  expires: string;
  signature: string;
}

/** What may be done with tasks. Throws `Fault`s; a task the caller may not see is `not_found`. */
export interface TaskService {
  types(): TaskTypeView[];
  create(
    actor: AccountActor,
    task: NewTask,
    idempotency_key?: string,
  ): Promise<{ task: TaskDetail; created: boolean }>;
  /** The first 100 labels; nothing is stored. */
  preview(
    actor: AccountActor,
    task: Pick<NewTask, 'type' | 'params'>,
  ): Promise<{ count: number; labels: (Record<string, string> | null)[] }>;
  list(
    actor: AccountActor,
    query: PageQuery & { status?: TaskStatus; type?: string; owner_id?: string; q?: string },
  ): Promise<Page<TaskView>>;
  get(actor: AccountActor, id: string): Promise<TaskDetail>;
  items(actor: AccountActor, id: string, query: PageQuery): Promise<Page<ItemView>>;
  item(actor: AccountActor, id: string, index: number): Promise<ItemView>;
  /** By the right to read, or by a signed link (then `caller` may be null). */
  file(
    actor: AccountActor | null,
    id: string,
    index: number,
    name: string,
    link?: FileLink,
  ): Promise<OpenFile>;
  cancel(actor: AccountActor, id: string): Promise<TaskDetail>;
  retry(actor: AccountActor, id: string): Promise<TaskDetail>;
  delete(actor: AccountActor, id: string): Promise<void>;
  /**
   * Calls `send` with the state of the task (or, without an id, of the newest visible tasks), then with each change.
   * A deleted task ends its own watch with `end`. Returns a function that stops.
   */
  watch(
    actor: AccountActor,
    id: string | null,
    send: (state: TaskState) => void,
    end: () => void,
  ): Promise<() => void>;
  /** Cancels what a deleted account left running. */
  cancelAllOf(owner_id: string): Promise<void>;
}
