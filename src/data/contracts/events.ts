import type { TaskStatus } from './tasks.ts';

/** The message about a task that processes send to each other; the fields that clients receive come first. `count`: 0, 1, 2, … */
const CLIENT_FIELDS = {
  id: 'string',
  type: 'string',
  name: 'string',
  status: 'string',
  progress: 'number',
  total_items: 'count',
  completed_items: 'count',
  failed_items: 'count',
  cancelled_items: 'count',
  in_flight: 'count',
  runs_alone: 'boolean',
  revision: 'count',
  created_at: 'string',
  updated_at: 'string',
} as const;
export const TASK_STATE_KINDS = {
  ...CLIENT_FIELDS,
  owner_id: 'string',
  shared: 'boolean',
  /** It has a picture to show. */
  pictured: 'boolean',
  deleted: 'boolean',
} as const;

/** The fields of a task event, in the order in which they are sent. */
export const TASK_EVENT_FIELDS = [
  ...(Object.keys(CLIENT_FIELDS) as (keyof typeof CLIENT_FIELDS)[]),
  'owner',
  'thumbnail_url',
] as const;

type Kinds = typeof TASK_STATE_KINDS;
interface TypeOf {
  string: string;
  number: number;
  count: number;
  boolean: boolean;
}
/** The state of a task as sent to watchers: always the whole state, never a delta. */
export type TaskState = { [F in Exclude<keyof Kinds, 'status'>]: TypeOf[Kinds[F]] } & { status: TaskStatus };

/** The same with the owner's names, as clients receive it (null if the account was deleted), and a signed link to its picture. */
export type WatchedState = TaskState & {
  owner: { id: string; email: string; fullname: string } | null;
  thumbnail_url: string | null;
};

export interface BusMessages {
  /** A task changed. */
  task: TaskState;
  /** All items of this task that were claimed up to this revision must stop; with `items`, only these attempts. */
  cancel: { task_id: string; revision: number; items?: { index: number; attempt: number }[] };
  /** This worker must take no further items. */
  drain: { worker_id: string };
  /** This task type was paused or resumed. */
  type_pause: { type: string; paused: boolean };
  /** The version with this key has changed: that of an account, of a session or of an API key. */
  access: { key: string };
}

/** Delivers messages to every process, at most once. Code that must not miss a message also reads the store. */
export interface EventBus {
  /** Never throws: a message that cannot be sent is lost. */
  publish<K extends keyof BusMessages>(topic: K, message: BusMessages[K]): void;
  /** Takes effect a moment later, see `subscribed`. Returns a function that ends the subscription. */
  subscribe<K extends keyof BusMessages>(topic: K, listener: (message: BusMessages[K]) => void): () => void;
  /** Whether anybody has subscribed to the topic; absent where other processes may have. */
  isHeard?(topic: keyof BusMessages): boolean;
  /**
   * Resolves once messages of every subscription made before arrive, or after a second (then `onGap` tells when they do); absent if they
   * do at once.
   */
  subscribed?(): Promise<void>;
  /** Calls back when messages may have been missed; absent if that is impossible. Returns a function that ends the subscription. */
  onGap?(listener: () => void): () => void;
  /** Sends a message to this process only and waits for it; absent if nothing can go wrong. Throws `Unavailable`. */
  ping?(): Promise<void>;
  close(): Promise<void>;
}
