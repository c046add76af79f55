// Written by `npm run docs` from the OpenAPI document. Do not edit.
import type { Call, CallOptions, EventStream, FollowOptions, Transport } from './call.ts';
import type { Pages } from './pages.ts';

export interface Fault {
  /** HTTP status. */
  code: number;
  /** Message for people, in English or Chinese depending on `Accept-Language`. */
  message: string;
  data: null;
  error: {
    type: FaultType;
    details?: FaultDetail[];
    quota?: ReachedQuota;
  };
  request_id: string;
}

export interface User {
  /** UUID in lower case. */
  id: string;
  email: string;
  fullname: string;
  roles: Role[];
  is_active: boolean;
  /** If false, the account cannot sign in until a password is set. */
  has_password: boolean;
  /** True if the account still has the publicly known default password. */
  must_change_password: boolean;
  /** Limits for this account instead of those in the settings; 0 means no limit. Null: the settings apply. */
  quotas: Quotas | null;
  last_sign_in_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface Session {
  /** UUID in lower case. */
  id: string;
  created_at: string;
  /** Time of the sign-in or of the last refresh. */
  last_used_at: string;
  /** Time at which the session ends unless it is refreshed. */
  expires_at: string;
  ip: string;
  user_agent: string;
  /** Whether this request belongs to the session. */
  current: boolean;
}

export interface AuditEntry {
  /** UUID in lower case. */
  id: string;
  at: string;
  /** Null for a failed sign-in. */
  actor: AuditActor | null;
  action: AuditAction;
  target: AuditTarget | null;
  outcome: AuditOutcome;
  ip: string | null;
  user_agent: string | null;
  request_id: string | null;
  /** Further details. Never contains a secret or a password. */
  details: Record<string, unknown>;
}

export interface ApiKey {
  /** UUID in lower case. */
  id: string;
  name: string;
  /** The first characters of the key. */
  prefix: string;
  permissions: Permission[];
  expires_at: string | null;
  created_at: string;
  /** UUID in lower case. */
  owner_id: string;
  /** Time of the last use, up to 60 s late. */
  last_used_at: string | null;
}

export interface Worker {
  /** UUID in lower case. */
  id: string;
  host: string;
  /** Process id on the host. */
  pid: number;
  /** Version of Backend2. */
  version: string;
  /** Pools of the worker. It takes only items of task types that name one of them. */
  pools: string[];
  /** Maximum number of items that the worker runs at the same time. */
  places: number;
  /** Number of items that were running at the last heartbeat, at most 2.5 s ago, deliveries of webhooks included. `items` may differ for a moment. */
  running: number;
  started_at: string;
  /** The worker counts as lost if it does not report again before this time. */
  lease_until: string;
  /** Whether the worker takes no more items. Running items continue. */
  draining: boolean;
  /** Items of tasks that the worker is running now, oldest first. */
  items: WorkerItem[];
}

export interface Task {
  /** UUID in lower case. */
  id: string;
  type: string;
  type_version: number;
  name: string;
  /** What the task works on, in one line: for `image`, the prompt and the values of its variables; for other types, what they say, or else the texts among the params. Null if there are none. */
  summary: string | null;
  /** A signed link to the first picture of the task, 96 pixels wide and high. It begins with `/` and is valid for one to two hours. Null while there is no picture. */
  thumbnail_url: string | null;
  owner: TaskOwner | null;
  /** From 1 (low) to 10 (high). */
  priority: number;
  /** Number of items that may run at the same time. */
  concurrency: number;
  /** Whether every account can see the task. */
  shared: boolean;
  status: TaskStatus;
  total_items: number;
  released_items: number;
  completed_items: number;
  failed_items: number;
  cancelled_items: number;
  /** Number of items that are running. */
  in_flight: number;
  /** True while one of its items runs alone in its worker, or waits to (see `runs_alone` of the item). */
  runs_alone: boolean;
  retry_round: number;
  /** Increases with every change of the task. */
  revision: number;
  /** Percent, 0 to 100. A completed task or item has 100. */
  progress: number;
  /** Reserved for tasks that a handler creates; always null in this version. */
  parent_id: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  updated_at: string;
}

export interface TaskDetail {
  /** UUID in lower case. */
  id: string;
  type: string;
  type_version: number;
  name: string;
  /** What the task works on, in one line: for `image`, the prompt and the values of its variables; for other types, what they say, or else the texts among the params. Null if there are none. */
  summary: string | null;
  /** A signed link to the first picture of the task, 96 pixels wide and high. It begins with `/` and is valid for one to two hours. Null while there is no picture. */
  thumbnail_url: string | null;
  owner: TaskOwner | null;
  /** From 1 (low) to 10 (high). */
  priority: number;
  /** Number of items that may run at the same time. */
  concurrency: number;
  /** Whether every account can see the task. */
  shared: boolean;
  status: TaskStatus;
  total_items: number;
  released_items: number;
  completed_items: number;
  failed_items: number;
  cancelled_items: number;
  /** Number of items that are running. */
  in_flight: number;
  /** True while one of its items runs alone in its worker, or waits to (see `runs_alone` of the item). */
  runs_alone: boolean;
  retry_round: number;
  /** Increases with every change of the task. */
  revision: number;
  /** Percent, 0 to 100. A completed task or item has 100. */
  progress: number;
  /** Reserved for tasks that a handler creates; always null in this version. */
  parent_id: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  updated_at: string;
  params: unknown;
  /** Result of the item if the task has exactly one; otherwise null. */
  result: unknown;
  error: ThrownError | null;
  /** Runs of the task that ended before a retry, oldest first, as they left it. `started_at` and `finished_at` of the task are those of its last run. */
  earlier_runs: EarlierRun[];
  /** A signed link to all files and results as a ZIP file. It begins with `/` and is valid for one to two hours. */
  archive_url: string;
  /** A signed link to all pictures in one grid. The axes can be added to it as query parameters. Null if the items have no labels, and as long as the task has no picture. */
  grid_url: string | null;
}

export interface File {
  name: string;
  /** A signed link that begins with `/` and is valid for one to two hours. */
  url: string;
  /** A signed link to a small copy of a picture: WebP, at most 256 pixels wide and high. Null for other files, for small pictures, and for those of versions that made no copies. */
  preview_url: string | null;
  content_type: string;
  bytes: number;
  width: number | null;
  height: number | null;
}

export interface Item {
  index: number;
  label: Label | null;
  status: ItemStatus;
  /** True if its worker process ended three times while the item ran, until the item ends: it then runs alone, and its worker takes no other item meanwhile. An embedded server has only this worker, so everything else waits. */
  runs_alone: boolean;
  attempt: number;
  /** Percent, 0 to 100. A completed task or item has 100. */
  progress: number;
  /** Latest progress note of the handler. */
  note: string | null;
  result: unknown;
  error: ThrownErrorInFull | null;
  files: File[];
  started_at: string | null;
  finished_at: string | null;
}

export interface ItemLogLine {
  at: string;
  attempt: number;
  level: LogLevel;
  message: string;
  /** True for a line with which Backend2 says that the attempt was ended from outside: its worker process ended or was stopped, or its task was cancelled and the cancel undone. Such an attempt does not count as failed. */
  interrupted?: boolean;
  /** Further values that the handler logged with the message, or null. */
  fields: unknown;
}

export interface TaskType {
  type: string;
  version: number;
  title: TwoLanguages;
  description: TwoLanguages | null;
  /** The JSON Schema of `params`. */
  params: unknown;
  attempts: number;
  /** Time limit of one attempt in milliseconds. */
  timeout: number;
  /** Maximum number of its items that run at the same time, over all workers; null means no limit. */
  running: number | null;
  /** At most `limit` of its items start in any `per` milliseconds, over all workers; null means no limit. */
  rate: StartRate | null;
  /** True if `running` and `rate` apply to each key separately, false if they apply to all items of the type together. */
  limited_by_key: boolean;
  /** Pool of the workers that run its items. */
  pool: string;
  /** Time since which the type is paused; null if it is not paused. */
  paused_at: string | null;
  /** The most items that a task may have. */
  max_items: number;
}

export interface TaskEvent {
  /** UUID in lower case. */
  id: string;
  type: string;
  name: string;
  status: TaskStatus;
  /** Percent, 0 to 100. A completed task or item has 100. */
  progress: number;
  total_items: number;
  completed_items: number;
  failed_items: number;
  cancelled_items: number;
  /** Number of items that are running. */
  in_flight: number;
  /** True while one of its items runs alone in its worker, or waits to (see `runs_alone` of the item). */
  runs_alone: boolean;
  /** Increases with every change of the task. */
  revision: number;
  created_at: string;
  updated_at: string;
  owner: TaskOwner | null;
  /** A signed link to the first picture of the task, 96 pixels wide and high. It begins with `/` and is valid for one to two hours. Null while there is no picture. */
  thumbnail_url: string | null;
}

export interface Schedule {
  /** UUID in lower case. */
  id: string;
  name: string;
  cron: string;
  time_zone: string;
  text: RuleInWords;
  task: ScheduledTask;
  is_active: boolean;
  overlap: Overlap;
  /** Null after the account was deleted. */
  owner: ScheduleOwner | null;
  /** Null while the schedule is switched off. */
  next_run_at: string | null;
  last_run: LastRun | null;
  created_at: string;
  updated_at: string;
}

export interface Webhook {
  /** UUID in lower case. */
  id: string;
  url: string;
  events: TaskEndEvent[];
  /** Task types that are reported. An empty list means all types. */
  task_types: string[];
  is_active: boolean;
  /** Why the webhook is switched off: `receiver_gone` if the receiver answered 410, `switched_off` if somebody did it. Null while it is active. */
  disabled_reason: 'receiver_gone' | 'switched_off' | null;
  /** Time since which the webhook is switched off; null while it is active. */
  disabled_at: string | null;
  owner: WebhookOwner | null;
  /** The newest message to this webhook; null before the first. */
  last_delivery: LastDelivery | null;
  created_at: string;
  updated_at: string;
}

export interface WebhookWithSecret {
  /** UUID in lower case. */
  id: string;
  url: string;
  events: TaskEndEvent[];
  /** Task types that are reported. An empty list means all types. */
  task_types: string[];
  is_active: boolean;
  /** Why the webhook is switched off: `receiver_gone` if the receiver answered 410, `switched_off` if somebody did it. Null while it is active. */
  disabled_reason: 'receiver_gone' | 'switched_off' | null;
  /** Time since which the webhook is switched off; null while it is active. */
  disabled_at: string | null;
  owner: WebhookOwner | null;
  /** The newest message to this webhook; null before the first. */
  last_delivery: LastDelivery | null;
  created_at: string;
  updated_at: string;
  /** Secret for verifying the signatures. It is shown only in this answer. */
  secret: string;
}

export interface Delivery {
  /** Id of the message, sent as `webhook-id`. */
  id: string;
  event: WebhookEvent;
  /** UUID in lower case. */
  task_id: string | null;
  status: DeliveryStatus;
  /** Number of attempts since the delivery was created or repeated. */
  attempts: number;
  response_code: number | null;
  duration_ms: number | null;
  /** Reason why the last attempt failed, in the language of `Accept-Language`. */
  error: string | null;
  next_attempt_at: string | null;
  created_at: string;
}

/** Stable identifier of the error, for programs. */
export type FaultType =
  | 'invalid_request'
  | 'malformed_json'
  | 'validation_failed'
  | 'not_found'
  | 'unknown_path'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'body_too_large'
  | 'uri_too_long'
  | 'headers_too_large'
  | 'unsupported_media_type'
  | 'range_not_satisfiable'
  | 'not_authenticated'
  | 'wrong_credentials'
  | 'invalid_refresh_token'
  | 'permission_denied'
  | 'cross_site'
  | 'unknown_host'
  | 'api_key_not_allowed'
  | 'wrong_current_password'
  | 'invalid_file_link'
  | 'invalid_link'
  | 'not_available'
  | 'email_in_use'
  | 'last_admin'
  | 'owner_not_active'
  | 'too_many'
  | 'edit_conflict'
  | 'no_grid'
  | 'task_finished'
  | 'items_not_fitting'
  | 'matched_changed'
  | 'task_not_retryable'
  | 'idempotency_key_reused'
  | 'idempotency_key_spent'
  | 'too_many_requests'
  | 'quota_exceeded'
  | 'too_many_streams'
  | 'too_many_downloads'
  | 'too_many_large_pages'
  | 'internal_error'
  | 'record_damaged'
  | 'file_unreadable'
  | 'overloaded'
  | 'downloads_busy'
  | 'store_unavailable';

export interface FaultDetail {
  /** Path of the invalid value, such as `params.prompt` or `roles.0`. */
  path: string;
  /** Description of the fault. */
  message: string;
}

/** Only with `quota_exceeded`. */
export interface ReachedQuota {
  name: string;
  limit: number;
  used: number;
}

export type Role = 'admin' | 'manager' | 'user' | 'guest';

export interface Quotas {
  active_tasks?: number;
  tasks_per_day?: number;
  running_items?: number;
  stored_bytes?: number;
}

export interface AuditActor {
  kind: 'user' | 'api_key' | 'system';
  /** Id of the account or API key; `system` for the server itself. */
  id: string;
  /** E-mail of the account at that time. */
  email: string;
}

export type AuditAction =
  | 'auth.sign_in'
  | 'auth.sign_out'
  | 'auth.refresh_reused'
  | 'session.end'
  | 'password.set'
  | 'password_link.create'
  | 'user.create'
  | 'user.update'
  | 'user.delete'
  | 'api_key.create'
  | 'api_key.delete'
  | 'task.cancel'
  | 'task.retry'
  | 'task.update'
  | 'task.delete'
  | 'task.bulk'
  | 'type.pause'
  | 'type.resume'
  | 'worker.drain'
  | 'schedule.create'
  | 'schedule.update'
  | 'schedule.delete'
  | 'schedule.run'
  | 'schedule.disabled'
  | 'webhook.create'
  | 'webhook.update'
  | 'webhook.delete'
  | 'webhook.rotate_secret'
  | 'webhook.disabled';

export interface AuditTarget {
  type: string;
  id: string;
}

export type AuditOutcome = 'success' | 'failure';

export type Permission = 'read' | 'write' | 'delete' | 'admin';

export interface WorkerItem {
  /** UUID in lower case. */
  task_id: string;
  index: number;
  since: string;
}

export interface TaskOwner {
  /** UUID in lower case. */
  id: string;
  email: string;
  fullname: string;
}

/** `pending`: none of its items has started. `processing`: it has begun, or was retried, and has not ended; `in_flight` is 0 while its items wait. `cancelling`: its running items are being stopped. */
export type TaskStatus = 'pending' | 'processing' | 'cancelling' | 'completed' | 'failed' | 'cancelled';

export interface ThrownError {
  type: string;
  message: string;
}

export interface EarlierRun {
  /** Its number, from 1. Up to 20 runs are kept: the first and the newest ones, so that numbers may be missing between them. */
  run: number;
  started_at: string | null;
  finished_at: string;
  status: TaskStatus;
  completed_items: number;
  failed_items: number;
  cancelled_items: number;
  retried_at: string;
  /** Number of items that the retry ran again. */
  retried_items: number;
}

export type Label = Record<string, string>;

export type ItemStatus = 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';

export interface ThrownErrorInFull {
  type: string;
  message: string;
  /** Stack trace, shown to the owner and to callers who see all tasks. */
  stack?: string;
  /** The error that caused this one, in the same form, shown to the same callers. */
  cause?: unknown;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface TwoLanguages {
  en: string;
  zh: string;
}

export interface StartRate {
  limit: number;
  /** Length of the time window in milliseconds. */
  per: number;
}

/** The rule in words. */
export interface RuleInWords {
  en: string;
  zh: string;
}

/** The task that is created at each due time. */
export interface ScheduledTask {
  type: string;
  name?: string;
  params: unknown;
  priority?: number;
  shared?: boolean;
}

/** With `skip`, no task is created while the previous one is running. Default `allow`. */
export type Overlap = 'allow' | 'skip';

export interface ScheduleOwner {
  /** UUID in lower case. */
  id: string;
  email: string;
  fullname: string;
}

export interface LastRun {
  at: string;
  /** UUID in lower case. */
  task_id: string | null;
  /** Reason why no task was created, in English or Chinese depending on `Accept-Language`. */
  error: string | null;
}

export type TaskEndEvent = 'task.completed' | 'task.failed' | 'task.cancelled';

export interface WebhookOwner {
  /** UUID in lower case. */
  id: string;
  email: string;
  fullname: string;
}

export type WebhookEvent = 'task.completed' | 'task.failed' | 'task.cancelled' | 'webhook.test';

export type DeliveryStatus = 'pending' | 'delivered' | 'failed';

export interface LastDelivery {
  /** Id of the message, sent as `webhook-id`. */
  id: string;
  event: WebhookEvent;
  /** UUID in lower case. */
  task_id: string | null;
  status: DeliveryStatus;
  /** Number of attempts since the delivery was created or repeated. */
  attempts: number;
  response_code: number | null;
  duration_ms: number | null;
  /** Reason why the last attempt failed, in the language of `Accept-Language`. */
  error: string | null;
  next_attempt_at: string | null;
  created_at: string;
}

export type PartStatus = 'ok' | 'unavailable';

export interface HealthReport {
  status: PartStatus;
  parts: Record<string, PartStatus>;
}

export interface Liveness {
  status: PartStatus;
}

export interface Credentials {
  email: string;
  password: string;
  /** Return the refresh token as a cookie instead of in the body. */
  cookie?: boolean;
}

export interface Tokens {
  /** Send it as `Authorization: Bearer …`. */
  access_token: string;
  token_type: 'bearer';
  /** Lifetime of the access token in seconds. */
  expires_in: number;
  /** Works once, so keep the newest one. Absent if it was set as a cookie. */
  refresh_token?: string;
  user: User;
}

export interface TokenForm {
  /** `password`. */
  grant_type: string;
  /** The e-mail. */
  username?: string;
  password?: string;
}

export interface OAuthTokens {
  access_token: string;
  token_type: 'bearer';
  expires_in: number;
  refresh_token: string;
}

export interface OAuthFault {
  error: string;
  error_description: string;
}

export interface RefreshToken {
  /** If left out, the cookie is used. */
  refresh_token?: string;
}

export interface NewPassword {
  /** Token from the link. */
  token: string;
  /** 8–128 characters after Unicode NFKC normalization. Must not be one of the 10,000 most common passwords, the e-mail, or the part of the e-mail before the @. */
  password: string;
}

export interface HeldPasswordLinkRequest {
  /** Token from the link. */
  token: string;
}

export interface HeldPasswordLink {
  /** The account signs in with it. */
  email: string;
}

export interface PasswordLinkWays {
  /** Whether a link can be requested by e-mail. */
  by_mail: boolean;
}

export interface PasswordLinkRequest {
  email: string;
}

export interface OwnChanges {
  /** At most 254 characters. Stored in lower case and normalized Unicode. Invisible characters, symbols and mixed scripts are refused. */
  email?: string;
  /** One line of visible text without control characters. */
  fullname?: string;
  /** Required to change the e-mail. */
  current_password?: string;
}

export interface OwnPassword {
  current_password: string;
  /** 8–128 characters after Unicode NFKC normalization. Must not be one of the 10,000 most common passwords, the e-mail, or the part of the e-mail before the @. */
  new_password: string;
}

export interface UserPage {
  items: User[];
  /** Number of matches, counted up to 1,000 (a search may stop earlier). Always exact for items. */
  total: number;
  /** True if there are, or may be, more matches than `total`. */
  total_capped?: boolean;
  /** Number of this page. A cursor continues the numbering of the page it came from. */
  page: number;
  page_size: number;
  /** Start of the next page; null on the last page. While it is set, a page of search results may be short or empty. */
  next_cursor: string | null;
}

export interface NewUser {
  /** At most 254 characters. Stored in lower case and normalized Unicode. Invisible characters, symbols and mixed scripts are refused. */
  email: string;
  /** 8–128 characters after Unicode NFKC normalization. Must not be one of the 10,000 most common passwords, the e-mail, or the part of the e-mail before the @. If left out, the account cannot sign in until a password is set. */
  password?: string;
  /** One line of visible text without control characters. */
  fullname?: string;
  roles?: Role[];
  is_active?: boolean;
  /** Limits for this account instead of those in the settings; 0 means no limit. Null: the settings apply. */
  quotas?: Quotas | null;
}

export interface UserChanges {
  /** At most 254 characters. Stored in lower case and normalized Unicode. Invisible characters, symbols and mixed scripts are refused. */
  email?: string;
  /** 8–128 characters after Unicode NFKC normalization. Must not be one of the 10,000 most common passwords, the e-mail, or the part of the e-mail before the @. */
  password?: string;
  /** One line of visible text without control characters. */
  fullname?: string;
  roles?: Role[];
  is_active?: boolean;
  /** Limits for this account instead of those in the settings; 0 means no limit. Null: the settings apply. */
  quotas?: Quotas | null;
}

export type Preferences = Record<string, unknown>;

export type NewPreferences = Record<string, unknown>;

export interface QuotaUse {
  limit: number;
  used: number;
}

export interface DailyQuotaUse {
  limit: number;
  used: number;
  resets_at: string;
}

export interface OwnQuotas {
  active_tasks: QuotaUse;
  tasks_per_day: DailyQuotaUse;
  running_items: QuotaUse;
  stored_bytes: QuotaUse;
}

export interface SessionPage {
  items: Session[];
  /** Number of matches, counted up to 1,000 (a search may stop earlier). Always exact for items. */
  total: number;
  /** True if there are, or may be, more matches than `total`. */
  total_capped?: boolean;
  /** Number of this page. A cursor continues the numbering of the page it came from. */
  page: number;
  page_size: number;
  /** Start of the next page; null on the last page. While it is set, a page of search results may be short or empty. */
  next_cursor: string | null;
}

export interface PasswordLink {
  /** A page of the console. The token follows the `#`. */
  url: string;
  expires_at: string;
}

export interface NewApiKey {
  /** One line of visible text without control characters. */
  name: string;
  /** Permissions of the key. Default: your current permissions. */
  permissions?: Permission[];
  expires_at?: string | null;
}

export interface MadeApiKey {
  /** UUID in lower case. */
  id: string;
  name: string;
  /** The first characters of the key. */
  prefix: string;
  permissions: Permission[];
  expires_at: string | null;
  created_at: string;
  /** Send it as `Authorization: Bearer b2_…`. It is shown only in this answer. */
  key: string;
}

export interface ApiKeyPage {
  items: ApiKey[];
  /** Number of matches, counted up to 1,000 (a search may stop earlier). Always exact for items. */
  total: number;
  /** True if there are, or may be, more matches than `total`. */
  total_capped?: boolean;
  /** Number of this page. A cursor continues the numbering of the page it came from. */
  page: number;
  page_size: number;
  /** Start of the next page; null on the last page. While it is set, a page of search results may be short or empty. */
  next_cursor: string | null;
}

export interface AuditEntryPage {
  items: AuditEntry[];
  /** Number of matches, counted up to 1,000 (a search may stop earlier). Always exact for items. */
  total: number;
  /** True if there are, or may be, more matches than `total`. */
  total_capped?: boolean;
  /** Number of this page. A cursor continues the numbering of the page it came from. */
  page: number;
  page_size: number;
  /** Start of the next page; null on the last page. While it is set, a page of search results may be short or empty. */
  next_cursor: string | null;
}

export type SystemMode = 'embedded' | 'scaled_out';

export interface UnfinishedTasks {
  pending: number;
  processing: number;
  cancelling: number;
}

export interface QueueState {
  /** Number of items that wait for a worker, without those of paused types, those that wait for a limit and those whose next attempt is due later; null while the queue is unreachable. */
  turns_waiting: number | null;
  /** Longest time in milliseconds that an item has been waiting, among the 200 oldest waiting tasks of types that are not paused; null if no item is waiting. */
  oldest_waiting_ms: number | null;
}

export interface WorkerCounts {
  count: number;
  places: number;
  running: number;
}

export interface WorkerPool {
  name: string;
  /** Running workers of this pool. With 0, items of its task types wait. */
  workers: number;
  /** How many of them run one item alone (see `running_alone`). If all do, other items of its task types wait. */
  workers_alone: number;
  task_types: string[];
  /** Number of items that wait for a worker of this pool; null while the queue is unreachable. */
  turns_waiting: number | null;
}

export interface ItemAlone {
  /** UUID in lower case. */
  task_id: string;
  index: number;
  since: string;
}

export interface SystemPart {
  status: PartStatus;
  /** Reason why the component does not work. */
  reason?: string;
}

export interface System {
  version: string;
  mode: SystemMode;
  /** Values of the process that sent this answer. */
  started_at: string;
  tasks: UnfinishedTasks;
  /** Present if counting stopped at 10,000. */
  tasks_capped?: true;
  queue: QueueState;
  workers: WorkerCounts;
  /** Pools that task types name or workers belong to. */
  pools: WorkerPool[];
  paused_types: string[];
  /** Items that run alone in their worker, because they were running at three deaths of a worker. It takes no other until they end; the only worker of an embedded server, too. */
  running_alone: ItemAlone[];
  parts: Record<string, SystemPart>;
}

export type StatisticsStep = 'minute' | 'hour';

/** Milliseconds, accurate to 10 %; null if nothing was counted. */
export interface Quantiles {
  p50: number | null;
  p95: number | null;
}

export interface StatisticsBucket {
  at: string;
  type: string;
  completed: number;
  failed: number;
  cancelled: number;
  wait_ms: Quantiles;
  run_ms: Quantiles;
}

export interface Statistics {
  step: StatisticsStep;
  buckets: StatisticsBucket[];
}

export interface WorkerPage {
  items: Worker[];
  /** Number of matches, counted up to 1,000 (a search may stop earlier). Always exact for items. */
  total: number;
  /** True if there are, or may be, more matches than `total`. */
  total_capped?: boolean;
  /** Number of this page. A cursor continues the numbering of the page it came from. */
  page: number;
  page_size: number;
  /** Start of the next page; null on the last page. While it is set, a page of search results may be short or empty. */
  next_cursor: string | null;
}

export type TaskTypeList = TaskType[];

export interface TaskTypeSwitch {
  type: string;
  /** Time since which the type is paused; null if it is not paused. */
  paused_at: string | null;
}

export interface NewTask {
  type: string;
  /** One line of visible text without control characters. */
  name?: string;
  /** From 1 (low) to 10 (high). Default 5. */
  priority?: number;
  /** Whether every account can see the task. Default false. */
  shared?: boolean;
  /** Parameters according to the JSON Schema of the task type; see `/task-types`. */
  params: Record<string, unknown>;
}

export interface TaskPage {
  items: Task[];
  /** Number of matches, counted up to 1,000 (a search may stop earlier). Always exact for items. */
  total: number;
  /** True if there are, or may be, more matches than `total`. */
  total_capped?: boolean;
  /** Number of this page. A cursor continues the numbering of the page it came from. */
  page: number;
  page_size: number;
  /** Start of the next page; null on the last page. While it is set, a page of search results may be short or empty. */
  next_cursor: string | null;
}

export interface TaskPlan {
  type: string;
  /** Parameters according to the JSON Schema of the task type; see `/task-types`. */
  params: Record<string, unknown>;
}

export interface TaskPreview {
  count: number;
  /** Labels of the first 100 items. */
  labels: (Label | null)[];
}

export interface TaskEdit {
  /** One line of visible text without control characters. */
  name?: string;
  /** From 1 (low) to 10 (high). Default 5. */
  priority?: number;
  /** Whether every account can see the task. Default false. */
  shared?: boolean;
}

export interface ChosenItems {
  /** Indexes of the chosen items. Default: the whole task. */
  items?: number[];
}

export interface TaskOfBatch {
  type: string;
  /** One line of visible text without control characters. */
  name?: string;
  /** From 1 (low) to 10 (high). Default 5. */
  priority?: number;
  /** Whether every account can see the task. Default false. */
  shared?: boolean;
  /** Parameters according to the JSON Schema of the task type; see `/task-types`. */
  params: Record<string, unknown>;
}

export interface NewTasks {
  tasks: TaskOfBatch[];
}

export interface TaskBatch {
  items: TaskDetail[];
}

/** The same filters as in the list of tasks; an empty `q` is refused. */
export interface TaskFilter {
  status?: string | TaskStatus[];
  type?: string;
  /** UUID in lower case. */
  owner_id?: string;
  /** Reserved: only tasks that the handler of this task created. This version creates none. */
  parent_id?: string;
  /** Only tasks in which at least one item has failed. Together with `status=completed`: those that completed with failures. */
  has_failures?: true;
  /** Only tasks created at or after this time. */
  created_after?: string;
  /** Only tasks created before this time. */
  created_before?: string;
  /** Searches for the beginnings of words in the name and in the summary (for `image`, the prompt and the values of its variables; for most other types, the texts among the params; 200 characters in all). All words must match; words after the 12th are ignored. A query without letters or digits matches nothing; an empty one is ignored. */
  q?: string;
}

export interface BulkAction {
  /** `undo_cancel` runs again what the last cancel of a whole task stopped; items that had failed or been cancelled before it stay as they are. It works at once, also while the task is still being cancelled. After a retry there is nothing to undo (`task_not_retryable`). */
  action: 'cancel' | 'undo_cancel' | 'retry' | 'delete';
  /** Ids of the tasks. */
  ids?: string[];
  filter?: TaskFilter;
  /** The number of tasks that you expect to match. */
  expected?: number;
}

export interface BulkFault {
  type: string;
  message: string;
  quota?: ReachedQuota;
}

export interface BulkResult {
  /** UUID in lower case. */
  id: string;
  ok: boolean;
  error?: BulkFault;
}

export interface BulkResults {
  /** Number of tasks that the action was applied to. */
  matched: number;
  /** True if more tasks match than one call can process. */
  matched_capped?: boolean;
  results: BulkResult[];
}

export interface ItemPage {
  items: Item[];
  /** Number of matches, counted up to 1,000 (a search may stop earlier). Always exact for items. */
  total: number;
  /** True if there are, or may be, more matches than `total`. */
  total_capped?: boolean;
  /** Number of this page. A cursor continues the numbering of the page it came from. */
  page: number;
  page_size: number;
  /** Start of the next page; null on the last page. While it is set, a page of search results may be short or empty. */
  next_cursor: string | null;
}

export interface ItemLogLinePage {
  items: ItemLogLine[];
  /** Number of matches, counted up to 1,000 (a search may stop earlier). Always exact for items. */
  total: number;
  /** True if there are, or may be, more matches than `total`. */
  total_capped?: boolean;
  /** Number of this page. A cursor continues the numbering of the page it came from. */
  page: number;
  page_size: number;
  /** Start of the next page; null on the last page. While it is set, a page of search results may be short or empty. */
  next_cursor: string | null;
}

/** The same fields as in `POST /tasks`. */
export interface NewScheduledTask {
  type: string;
  /** One line of visible text without control characters. */
  name?: string;
  /** From 1 (low) to 10 (high). Default 5. */
  priority?: number;
  /** Whether every account can see the task. Default false. */
  shared?: boolean;
  /** Parameters according to the JSON Schema of the task type; see `/task-types`. */
  params: Record<string, unknown>;
}

export interface NewSchedule {
  /** One line of visible text without control characters. */
  name: string;
  /** Five fields (minute, hour, day, month, weekday), six with seconds first, or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. */
  cron: string;
  /** IANA name. Default `UTC`. */
  time_zone?: string;
  task: NewScheduledTask;
  /** Default true. */
  is_active?: boolean;
  overlap?: Overlap;
}

export interface SchedulePage {
  items: Schedule[];
  /** Number of matches, counted up to 1,000 (a search may stop earlier). Always exact for items. */
  total: number;
  /** True if there are, or may be, more matches than `total`. */
  total_capped?: boolean;
  /** Number of this page. A cursor continues the numbering of the page it came from. */
  page: number;
  page_size: number;
  /** Start of the next page; null on the last page. While it is set, a page of search results may be short or empty. */
  next_cursor: string | null;
}

export interface ScheduleRule {
  /** Five fields (minute, hour, day, month, weekday), six with seconds first, or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. */
  cron: string;
  /** IANA name. Default `UTC`. */
  time_zone?: string;
}

export interface SchedulePreview {
  /** The next five times. */
  next: string[];
  text: RuleInWords;
}

export interface ScheduleEdit {
  /** One line of visible text without control characters. */
  name?: string;
  /** Five fields (minute, hour, day, month, weekday), six with seconds first, or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. */
  cron?: string;
  /** IANA name. Default `UTC`. */
  time_zone?: string;
  task?: NewScheduledTask;
  /** Default true. */
  is_active?: boolean;
  overlap?: Overlap;
}

export interface NewWebhook {
  /** An https:// URL on the public internet, without user name and password. With WEBHOOK_ALLOW_PRIVATE, it may also be an http:// URL or an address of a private network. */
  url: string;
  events: TaskEndEvent[];
  /** Only tasks of these types are reported. Default, and an empty list: tasks of all types. */
  task_types?: string[];
  /** Default true. */
  is_active?: boolean;
}

export interface WebhookPage {
  items: Webhook[];
  /** Number of matches, counted up to 1,000 (a search may stop earlier). Always exact for items. */
  total: number;
  /** True if there are, or may be, more matches than `total`. */
  total_capped?: boolean;
  /** Number of this page. A cursor continues the numbering of the page it came from. */
  page: number;
  page_size: number;
  /** Start of the next page; null on the last page. While it is set, a page of search results may be short or empty. */
  next_cursor: string | null;
}

export interface WebhookEdit {
  /** An https:// URL on the public internet, without user name and password. With WEBHOOK_ALLOW_PRIVATE, it may also be an http:// URL or an address of a private network. */
  url?: string;
  events?: TaskEndEvent[];
  /** Only tasks of these types are reported. Default, and an empty list: tasks of all types. */
  task_types?: string[];
  /** Default true. */
  is_active?: boolean;
}

export interface DeliveryPage {
  items: Delivery[];
  /** Number of matches, counted up to 1,000 (a search may stop earlier). Always exact for items. */
  total: number;
  /** True if there are, or may be, more matches than `total`. */
  total_capped?: boolean;
  /** Number of this page. A cursor continues the numbering of the page it came from. */
  page: number;
  page_size: number;
  /** Start of the next page; null on the last page. While it is set, a page of search results may be short or empty. */
  next_cursor: string | null;
}

export type LoginArgs = Credentials;

export type TokenArgs = TokenForm;

export type RefreshArgs = RefreshToken;

export type LogoutArgs = RefreshToken;

export type SetPasswordArgs = NewPassword;

export type CheckPasswordLinkArgs = HeldPasswordLinkRequest;

export type RequestPasswordLinkArgs = PasswordLinkRequest;

export type UpdateOwnAccountArgs = OwnChanges;

export type ChangeOwnPasswordArgs = OwnPassword;

export interface ListUsersArgs {
  /** Page number, starting at 1 (the default). `page × page_size` is at most 10,000. */
  page?: number;
  /** Entries per page. Default 20. */
  page_size?: number;
  /** `next_cursor` of the previous page, of the same list in the same order and with the same filters. Reads pages at any depth in constant time. */
  cursor?: string;
  /** Searches for the beginnings of words in the name and e-mail. All words must match; words after the 12th are ignored. A query without letters or digits matches nothing; an empty one is ignored. */
  q?: string;
  role?: Role;
  is_active?: boolean;
}

export type CreateUserArgs = NewUser;

export interface GetUserArgs {
  /** UUID in lower case. */
  id: string;
}

export type UpdateUserArgs = {
  /** UUID in lower case. */
  id: string;
} & UserChanges;

export interface DeleteUserArgs {
  /** UUID in lower case. */
  id: string;
}

export interface PutPreferencesArgs {
  body: NewPreferences;
}

export interface ListOwnSessionsArgs {
  /** Page number, starting at 1 (the default). `page × page_size` is at most 10,000. */
  page?: number;
  /** Entries per page. Default 20. */
  page_size?: number;
  /** `next_cursor` of the previous page, of the same list in the same order and with the same filters. Reads pages at any depth in constant time. */
  cursor?: string;
}

export interface EndOwnSessionArgs {
  /** UUID in lower case. */
  id: string;
}

export interface ListSessionsArgs {
  /** UUID in lower case. */
  id: string;
  /** Page number, starting at 1 (the default). `page × page_size` is at most 10,000. */
  page?: number;
  /** Entries per page. Default 20. */
  page_size?: number;
  /** `next_cursor` of the previous page, of the same list in the same order and with the same filters. Reads pages at any depth in constant time. */
  cursor?: string;
}

export interface EndSessionsArgs {
  /** UUID in lower case. */
  id: string;
}

export interface EndSessionArgs {
  /** UUID in lower case. */
  id: string;
  /** UUID in lower case. */
  session_id: string;
}

export interface CreatePasswordLinkArgs {
  /** UUID in lower case. */
  id: string;
}

export type CreateApiKeyArgs = NewApiKey;

export interface ListApiKeysArgs {
  /** Page number, starting at 1 (the default). `page × page_size` is at most 10,000. */
  page?: number;
  /** Entries per page. Default 20. */
  page_size?: number;
  /** `next_cursor` of the previous page, of the same list in the same order and with the same filters. Reads pages at any depth in constant time. */
  cursor?: string;
  /** UUID in lower case. */
  owner_id?: string;
}

export interface DeleteApiKeyArgs {
  /** UUID in lower case. */
  id: string;
}

export interface ListAuditEntriesArgs {
  /** Page number, starting at 1 (the default). `page × page_size` is at most 10,000. */
  page?: number;
  /** Entries per page. Default 20. */
  page_size?: number;
  /** `next_cursor` of the previous page, of the same list in the same order and with the same filters. Reads pages at any depth in constant time. */
  cursor?: string;
  actor_id?: string;
  action?: AuditAction;
  target_type?: string;
  target_id?: string;
  outcome?: AuditOutcome;
  /** Entries at or after this time. */
  from?: string;
  /** Entries before this time. */
  to?: string;
}

export interface GetStatisticsArgs {
  /** Buckets that begin at this time or later. Default: one hour before `to`, or one day if `step` is `hour`. */
  from?: string;
  /** Buckets that begin before this time. Default: now. */
  to?: string;
  /** Default `minute`. Minutes are kept for 48 hours, hours for 90 days. */
  step?: 'minute' | 'hour';
  /** One task type. Default: all. */
  type?: string;
}

export interface ListWorkersArgs {
  /** Page number, starting at 1 (the default). `page × page_size` is at most 10,000. */
  page?: number;
  /** Entries per page. Default 20. */
  page_size?: number;
  /** `next_cursor` of the previous page, of the same list in the same order and with the same filters. Reads pages at any depth in constant time. */
  cursor?: string;
}

export interface DrainWorkerArgs {
  /** UUID in lower case. */
  id: string;
}

export interface PauseTaskTypeArgs {
  /** Name of the task type, as listed by `GET /task-types`. */
  type: string;
}

export interface ResumeTaskTypeArgs {
  /** Name of the task type, as listed by `GET /task-types`. */
  type: string;
}

export type CreateTaskArgs = NewTask;

export interface ListTasksArgs {
  /** Page number, starting at 1 (the default). `page × page_size` is at most 10,000. */
  page?: number;
  /** Entries per page. Default 20. */
  page_size?: number;
  /** `next_cursor` of the previous page, of the same list in the same order and with the same filters. Reads pages at any depth in constant time. */
  cursor?: string;
  /** One or several statuses, separated by commas or as a repeated parameter: `pending`, `processing`, `cancelling`, `completed`, `failed`, `cancelled`. */
  status?: string;
  type?: string;
  /** UUID in lower case. */
  owner_id?: string;
  /** Reserved: only tasks that the handler of this task created. This version creates none. */
  parent_id?: string;
  /** Only tasks in which at least one item has failed. Together with `status=completed`: those that completed with failures. */
  has_failures?: true;
  /** Only tasks created at or after this time. */
  created_after?: string;
  /** Only tasks created before this time. */
  created_before?: string;
  /** Searches for the beginnings of words in the name and in the summary (for `image`, the prompt and the values of its variables; for most other types, the texts among the params; 200 characters in all). All words must match; words after the 12th are ignored. A query without letters or digits matches nothing; an empty one is ignored. */
  q?: string;
  /** Sort order. Default `newest`. */
  order?: 'newest' | 'oldest';
}

export type PreviewTaskArgs = TaskPlan;

export interface GetTaskArgs {
  /** UUID in lower case. */
  id: string;
}

export type UpdateTaskArgs = {
  /** UUID in lower case. */
  id: string;
} & TaskEdit;

export interface DeleteTaskArgs {
  /** UUID in lower case. */
  id: string;
}

export type CancelTaskArgs = {
  /** UUID in lower case. */
  id: string;
} & ChosenItems;

export type RetryTaskArgs = {
  /** UUID in lower case. */
  id: string;
} & ChosenItems;

export type CreateTasksArgs = NewTasks;

export type ChangeTasksArgs = BulkAction;

export interface ListItemsArgs {
  /** UUID in lower case. */
  id: string;
  /** Page number, starting at 1 (the default). `page × page_size` is at most 10,000. */
  page?: number;
  /** Entries per page. Default 20. */
  page_size?: number;
  /** `next_cursor` of the previous page, of the same list in the same order and with the same filters. Reads pages at any depth in constant time. */
  cursor?: string;
  status?: ItemStatus;
}

export interface GetItemArgs {
  /** UUID in lower case. */
  id: string;
  index: number;
}

export interface ListItemLogsArgs {
  /** UUID in lower case. */
  id: string;
  index: number;
  /** Page number, starting at 1 (the default). `page × page_size` is at most 10,000. */
  page?: number;
  /** Entries per page. Default 20. */
  page_size?: number;
  /** `next_cursor` of the previous page, of the same list in the same order and with the same filters. Reads pages at any depth in constant time. */
  cursor?: string;
}

export interface GetFileArgs {
  /** UUID in lower case. */
  id: string;
  index: number;
  name: string;
  /** Part of a signed link. */
  expires?: string;
  /** Part of a signed link. */
  signature?: string;
  /** Whether the small copy of a picture is sent instead. Where there is none, the file itself is sent. Default false. */
  preview?: boolean;
}

export type CreateScheduleArgs = NewSchedule;

export interface ListSchedulesArgs {
  /** Page number, starting at 1 (the default). `page × page_size` is at most 10,000. */
  page?: number;
  /** Entries per page. Default 20. */
  page_size?: number;
  /** `next_cursor` of the previous page, of the same list in the same order and with the same filters. Reads pages at any depth in constant time. */
  cursor?: string;
  /** UUID in lower case. */
  owner_id?: string;
}

export type PreviewScheduleArgs = ScheduleRule;

export interface GetScheduleArgs {
  /** UUID in lower case. */
  id: string;
}

export type UpdateScheduleArgs = {
  /** UUID in lower case. */
  id: string;
} & ScheduleEdit;

export interface DeleteScheduleArgs {
  /** UUID in lower case. */
  id: string;
}

export interface RunScheduleArgs {
  /** UUID in lower case. */
  id: string;
}

export interface GetArchiveArgs {
  /** UUID in lower case. */
  id: string;
  /** Part of a signed link. */
  expires?: string;
  /** Part of a signed link. */
  signature?: string;
  /** The items in the archive: their numbers and ranges of them, separated by commas, such as `0,2,5-9`. Default: all. */
  items?: string;
}

export interface GetGridArgs {
  /** UUID in lower case. */
  id: string;
  /** Variables whose values form the rows, the last one changing fastest. Default: the first variable. Separate the names with commas, or repeat the parameter for each name. A comma within a name is written as `\,` where the names are separated by commas. */
  rows?: string;
  /** Variables whose values form the columns. Default: all other variables. Separate the names with commas, or repeat the parameter for each name. A comma within a name is written as `\,` where the names are separated by commas. */
  columns?: string;
  /** Long edge of each picture in pixels. Default: 256, or less if the grid would be too large. */
  cell?: number;
  /** Default `png`. */
  format?: 'png' | 'webp' | 'jpeg';
  /** Whether the values are shown beside the pictures. Default true. */
  labels?: boolean;
  /** Language of the word for an empty value. Default: that of `Accept-Language`. */
  language?: 'en' | 'zh';
  /** Part of a signed link. */
  expires?: string;
  /** Part of a signed link. */
  signature?: string;
  /** The value that is shown of this variable, which is on neither axis. */
  [name: `where.${string}`]: string | undefined;
  /** The values that are shown of this variable, which is on an axis: their numbers from 0, separated by commas, in this order. */
  [name: `show.${string}`]: string | undefined;
}

export interface GetThumbnailArgs {
  /** UUID in lower case. */
  id: string;
  /** Part of a signed link. */
  expires?: string;
  /** Part of a signed link. */
  signature?: string;
}

export type CreateWebhookArgs = NewWebhook;

export interface ListWebhooksArgs {
  /** Page number, starting at 1 (the default). `page × page_size` is at most 10,000. */
  page?: number;
  /** Entries per page. Default 20. */
  page_size?: number;
  /** `next_cursor` of the previous page, of the same list in the same order and with the same filters. Reads pages at any depth in constant time. */
  cursor?: string;
  /** UUID in lower case. */
  owner_id?: string;
}

export interface GetWebhookArgs {
  /** UUID in lower case. */
  id: string;
}

export type UpdateWebhookArgs = {
  /** UUID in lower case. */
  id: string;
} & WebhookEdit;

export interface DeleteWebhookArgs {
  /** UUID in lower case. */
  id: string;
}

export interface RotateWebhookSecretArgs {
  /** UUID in lower case. */
  id: string;
}

export interface TestWebhookArgs {
  /** UUID in lower case. */
  id: string;
}

export interface ListWebhookDeliveriesArgs {
  /** UUID in lower case. */
  id: string;
  /** Page number, starting at 1 (the default). `page × page_size` is at most 10,000. */
  page?: number;
  /** Entries per page. Default 20. */
  page_size?: number;
  /** `next_cursor` of the previous page, of the same list in the same order and with the same filters. Reads pages at any depth in constant time. */
  cursor?: string;
}

export interface RedeliverWebhookArgs {
  /** UUID in lower case. */
  id: string;
  /** UUID in lower case. */
  delivery_id: string;
}

export interface FollowTaskArgs {
  /** UUID in lower case. */
  id: string;
}

const calls = {
  health: { method: 'GET', path: '/health', answer: 'json', public: true },
  live: { method: 'GET', path: '/health/live', answer: 'json', public: true },
  ready: { method: 'GET', path: '/health/ready', answer: 'json', public: true },
  metrics: { method: 'GET', path: '/metrics', answer: 'text', public: true },
  login: { method: 'POST', path: '/api/v1/auth/login', body: 'fields', answer: 'data', public: true },
  token: { method: 'POST', path: '/api/v1/auth/token', body: 'form', answer: 'json', public: true },
  refresh: { method: 'POST', path: '/api/v1/auth/refresh', body: 'fields', answer: 'data', public: true },
  logout: { method: 'POST', path: '/api/v1/auth/logout', body: 'fields', answer: 'data', public: true },
  setPassword: {
    method: 'POST',
    path: '/api/v1/auth/password',
    body: 'fields',
    answer: 'data',
    public: true,
  },
  checkPasswordLink: {
    method: 'POST',
    path: '/api/v1/auth/password/check',
    body: 'fields',
    answer: 'data',
    public: true,
  },
  getPasswordLinkWays: { method: 'GET', path: '/api/v1/auth/password-link', answer: 'data', public: true },
  requestPasswordLink: {
    method: 'POST',
    path: '/api/v1/auth/password-link',
    body: 'fields',
    answer: 'data',
    public: true,
  },
  getOwnAccount: { method: 'GET', path: '/api/v1/users/me', answer: 'data' },
  updateOwnAccount: { method: 'PATCH', path: '/api/v1/users/me', body: 'fields', answer: 'data' },
  changeOwnPassword: { method: 'PUT', path: '/api/v1/users/me/password', body: 'fields', answer: 'data' },
  listUsers: {
    method: 'GET',
    path: '/api/v1/users',
    query: ['page', 'page_size', 'cursor', 'q', 'role', 'is_active'],
    answer: 'data',
  },
  createUser: { method: 'POST', path: '/api/v1/users', body: 'fields', answer: 'data' },
  getUser: { method: 'GET', path: '/api/v1/users/{id}', answer: 'data' },
  updateUser: { method: 'PUT', path: '/api/v1/users/{id}', body: 'fields', answer: 'data' },
  deleteUser: { method: 'DELETE', path: '/api/v1/users/{id}', answer: 'data' },
  getPreferences: { method: 'GET', path: '/api/v1/users/me/preferences', answer: 'data' },
  putPreferences: { method: 'PUT', path: '/api/v1/users/me/preferences', body: 'whole', answer: 'data' },
  getQuotas: { method: 'GET', path: '/api/v1/users/me/quotas', answer: 'data' },
  listOwnSessions: {
    method: 'GET',
    path: '/api/v1/users/me/sessions',
    query: ['page', 'page_size', 'cursor'],
    answer: 'data',
  },
  endOtherSessions: { method: 'DELETE', path: '/api/v1/users/me/sessions', answer: 'data' },
  endOwnSession: { method: 'DELETE', path: '/api/v1/users/me/sessions/{id}', answer: 'data' },
  listSessions: {
    method: 'GET',
    path: '/api/v1/users/{id}/sessions',
    query: ['page', 'page_size', 'cursor'],
    answer: 'data',
  },
  endSessions: { method: 'DELETE', path: '/api/v1/users/{id}/sessions', answer: 'data' },
  endSession: { method: 'DELETE', path: '/api/v1/users/{id}/sessions/{session_id}', answer: 'data' },
  createPasswordLink: { method: 'POST', path: '/api/v1/users/{id}/password-link', answer: 'data' },
  createApiKey: { method: 'POST', path: '/api/v1/api-keys', body: 'fields', answer: 'data' },
  listApiKeys: {
    method: 'GET',
    path: '/api/v1/api-keys',
    query: ['page', 'page_size', 'cursor', 'owner_id'],
    answer: 'data',
  },
  deleteApiKey: { method: 'DELETE', path: '/api/v1/api-keys/{id}', answer: 'data' },
  listAuditEntries: {
    method: 'GET',
    path: '/api/v1/audit-log',
    query: [
      'page',
      'page_size',
      'cursor',
      'actor_id',
      'action',
      'target_type',
      'target_id',
      'outcome',
      'from',
      'to',
    ],
    answer: 'data',
  },
  getSystem: { method: 'GET', path: '/api/v1/system', answer: 'data' },
  getStatistics: {
    method: 'GET',
    path: '/api/v1/statistics',
    query: ['from', 'to', 'step', 'type'],
    answer: 'data',
  },
  listWorkers: {
    method: 'GET',
    path: '/api/v1/workers',
    query: ['page', 'page_size', 'cursor'],
    answer: 'data',
  },
  drainWorker: { method: 'POST', path: '/api/v1/workers/{id}/drain', answer: 'data' },
  listTaskTypes: { method: 'GET', path: '/api/v1/task-types', answer: 'data' },
  pauseTaskType: { method: 'POST', path: '/api/v1/task-types/{type}/pause', answer: 'data' },
  resumeTaskType: { method: 'POST', path: '/api/v1/task-types/{type}/resume', answer: 'data' },
  createTask: { method: 'POST', path: '/api/v1/tasks', body: 'fields', answer: 'data', keyed: true },
  listTasks: {
    method: 'GET',
    path: '/api/v1/tasks',
    query: [
      'page',
      'page_size',
      'cursor',
      'status',
      'type',
      'owner_id',
      'parent_id',
      'has_failures',
      'created_after',
      'created_before',
      'q',
      'order',
    ],
    answer: 'data',
  },
  previewTask: { method: 'POST', path: '/api/v1/tasks/preview', body: 'fields', answer: 'data' },
  getTask: { method: 'GET', path: '/api/v1/tasks/{id}', answer: 'data' },
  updateTask: { method: 'PATCH', path: '/api/v1/tasks/{id}', body: 'fields', answer: 'data' },
  deleteTask: { method: 'DELETE', path: '/api/v1/tasks/{id}', answer: 'data' },
  cancelTask: { method: 'POST', path: '/api/v1/tasks/{id}/cancel', body: 'fields', answer: 'data' },
  retryTask: { method: 'POST', path: '/api/v1/tasks/{id}/retry', body: 'fields', answer: 'data' },
  createTasks: { method: 'POST', path: '/api/v1/tasks/batch', body: 'fields', answer: 'data', keyed: true },
  changeTasks: { method: 'POST', path: '/api/v1/tasks/bulk', body: 'fields', answer: 'data' },
  listItems: {
    method: 'GET',
    path: '/api/v1/tasks/{id}/items',
    query: ['page', 'page_size', 'cursor', 'status'],
    answer: 'data',
  },
  getItem: { method: 'GET', path: '/api/v1/tasks/{id}/items/{index}', answer: 'data' },
  listItemLogs: {
    method: 'GET',
    path: '/api/v1/tasks/{id}/items/{index}/logs',
    query: ['page', 'page_size', 'cursor'],
    answer: 'data',
  },
  getFile: {
    method: 'GET',
    path: '/api/v1/tasks/{id}/items/{index}/files/{name}',
    query: ['expires', 'signature', 'preview'],
    answer: 'response',
  },
  createSchedule: { method: 'POST', path: '/api/v1/schedules', body: 'fields', answer: 'data' },
  listSchedules: {
    method: 'GET',
    path: '/api/v1/schedules',
    query: ['page', 'page_size', 'cursor', 'owner_id'],
    answer: 'data',
  },
  previewSchedule: { method: 'POST', path: '/api/v1/schedules/preview', body: 'fields', answer: 'data' },
  getSchedule: { method: 'GET', path: '/api/v1/schedules/{id}', answer: 'data' },
  updateSchedule: { method: 'PATCH', path: '/api/v1/schedules/{id}', body: 'fields', answer: 'data' },
  deleteSchedule: { method: 'DELETE', path: '/api/v1/schedules/{id}', answer: 'data' },
  runSchedule: { method: 'POST', path: '/api/v1/schedules/{id}/run', answer: 'data' },
  getArchive: {
    method: 'GET',
    path: '/api/v1/tasks/{id}/archive',
    query: ['expires', 'signature', 'items'],
    answer: 'response',
  },
  getGrid: {
    method: 'GET',
    path: '/api/v1/tasks/{id}/grid',
    query: ['rows', 'columns', 'cell', 'format', 'labels', 'language', 'expires', 'signature'],
    query_prefixes: ['where.', 'show.'],
    answer: 'response',
  },
  getThumbnail: {
    method: 'GET',
    path: '/api/v1/tasks/{id}/thumbnail',
    query: ['expires', 'signature'],
    answer: 'response',
  },
  createWebhook: { method: 'POST', path: '/api/v1/webhooks', body: 'fields', answer: 'data' },
  listWebhooks: {
    method: 'GET',
    path: '/api/v1/webhooks',
    query: ['page', 'page_size', 'cursor', 'owner_id'],
    answer: 'data',
  },
  getWebhook: { method: 'GET', path: '/api/v1/webhooks/{id}', answer: 'data' },
  updateWebhook: { method: 'PATCH', path: '/api/v1/webhooks/{id}', body: 'fields', answer: 'data' },
  deleteWebhook: { method: 'DELETE', path: '/api/v1/webhooks/{id}', answer: 'data' },
  rotateWebhookSecret: { method: 'POST', path: '/api/v1/webhooks/{id}/rotate-secret', answer: 'data' },
  testWebhook: { method: 'POST', path: '/api/v1/webhooks/{id}/test', answer: 'data' },
  listWebhookDeliveries: {
    method: 'GET',
    path: '/api/v1/webhooks/{id}/deliveries',
    query: ['page', 'page_size', 'cursor'],
    answer: 'data',
  },
  redeliverWebhook: {
    method: 'POST',
    path: '/api/v1/webhooks/{id}/deliveries/{delivery_id}/redeliver',
    answer: 'data',
  },
  followTasks: { method: 'GET', path: '/api/v1/tasks/events', answer: 'stream' },
  followTask: { method: 'GET', path: '/api/v1/tasks/{id}/events', answer: 'stream' },
} satisfies Record<string, Call>;

/** Every call of the API, by its operation id. */
export class Api {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Get the status of each component. The status code is always 200. Use `/health/ready` for a status code that reflects the result. */
  health(options?: CallOptions): Promise<HealthReport> {
    return this.#transport.send(calls.health, {}, options);
  }

  /** Check that the process is running. */
  live(options?: CallOptions): Promise<Liveness> {
    return this.#transport.send(calls.live, {}, options);
  }

  /** Check that the process can serve requests. Requires the database. The queue may be unreachable: accounts and tasks are read from the database. A process that was asked to stop answers 503 for `SHUTDOWN_DELAY` seconds and still serves, so that a load balancer can send requests elsewhere. */
  ready(options?: CallOptions): Promise<HealthReport> {
    return this.#transport.send(calls.ready, {}, options);
  }

  /** Get metrics for Prometheus. Made at most once per second. Answers 404 if `METRICS_ENABLED` is false. */
  metrics(options?: CallOptions): Promise<string> {
    return this.#transport.send(calls.metrics, {}, options);
  }

  /** Sign in. Accepts a JSON body, or the form that OAuth2 clients send. With `cookie: true` (JSON only, from pages of this host), the refresh token is set as the cookie `b2_refresh`, which scripts cannot read, and is left out of the body. No sign-in is required. */
  login(args: LoginArgs, options?: CallOptions): Promise<Tokens> {
    return this.#transport.send(calls.login, args, options);
  }

  /** Sign in (OAuth2). The password grant of RFC 6749. The answer has the format of the RFC. The page at `/docs` signs in with this call. No sign-in is required. */
  token(args: TokenArgs, options?: CallOptions): Promise<OAuthTokens> {
    return this.#transport.send(calls.token, args, options);
  }

  /** Get a new pair of tokens. A refresh token works once. For 10 s after its use it returns the same new token, for parallel tabs; used later, it ends its session. Without a token in the body, the cookie `b2_refresh` is used and replaced. No sign-in is required. */
  refresh(args: RefreshArgs = {}, options?: CallOptions): Promise<Tokens> {
    return this.#transport.send(calls.refresh, args, options);
  }

  /** Sign out. Ends the session and revokes its tokens. Without a token in the body, the cookie `b2_refresh` is used and cleared. No sign-in is required. */
  logout(args: LogoutArgs = {}, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.logout, args, options);
  }

  /** Set a password with the token from a link. The token works once; it remains valid if the password is refused. Ends every session of the account. No sign-in is required. */
  setPassword(args: SetPasswordArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.setPassword, args, options);
  }

  /** Check whether a password link is still valid. Tells whose password it sets, and does not use the link up. No sign-in is required. */
  checkPasswordLink(args: CheckPasswordLinkArgs, options?: CallOptions): Promise<HeldPasswordLink> {
    return this.#transport.send(calls.checkPasswordLink, args, options);
  }

  /** Check whether password links can be requested by e-mail. They can if the server sends mail. Otherwise, only an administrator can create one. No sign-in is required. */
  getPasswordLinkWays(options?: CallOptions): Promise<PasswordLinkWays> {
    return this.#transport.send(calls.getPasswordLinkWays, {}, options);
  }

  /** Request a password link by e-mail. The answer does not reveal whether an account has this e-mail. If the server does not send mail, the answer is 404 `not_available`. No sign-in is required. */
  requestPasswordLink(args: RequestPasswordLinkArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.requestPasswordLink, args, options);
  }

  /** Get your account. Requires the `read` permission. */
  getOwnAccount(options?: CallOptions): Promise<User> {
    return this.#transport.send(calls.getOwnAccount, {}, options);
  }

  /** Change your name or e-mail. Changing the e-mail requires `current_password`. Requires the `read` permission. */
  updateOwnAccount(args: UpdateOwnAccountArgs = {}, options?: CallOptions): Promise<User> {
    return this.#transport.send(calls.updateOwnAccount, args, options);
  }

  /** Change your password. Ends all your sessions and revokes all your tokens, including the one used here. Sign in again. Requires the `read` permission. */
  changeOwnPassword(args: ChangeOwnPasswordArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.changeOwnPassword, args, options);
  }

  /** List accounts, newest first. Only for managers and administrators. */
  listUsers(args: ListUsersArgs = {}, options?: CallOptions): Pages<User> {
    return this.#transport.pages(calls.listUsers, args, options);
  }

  /** Create an account. Requires the `admin` permission. */
  createUser(args: CreateUserArgs, options?: CallOptions): Promise<User> {
    return this.#transport.send(calls.createUser, args, options);
  }

  /** Get an account. Your own account; managers and administrators can get any account. Requires the `read` permission. */
  getUser(args: GetUserArgs, options?: CallOptions): Promise<User> {
    return this.#transport.send(calls.getUser, args, options);
  }

  /** Change an account. Fields that are left out keep their value. A new password ends the sessions of the account. Disabling an account also cancels its unfinished tasks. Requires the `admin` permission. */
  updateUser(args: UpdateUserArgs, options?: CallOptions): Promise<User> {
    return this.#transport.send(calls.updateUser, args, options);
  }

  /** Delete an account. Ends the sessions of the account and cancels its running tasks. Finished tasks are kept. Requires the `admin` permission. */
  deleteUser(args: DeleteUserArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.deleteUser, args, options);
  }

  /** Get your preferences. A JSON object that only you can read and write, for saved views, theme and language. Requires the `read` permission. */
  getPreferences(options?: CallOptions): Promise<Preferences> {
    return this.#transport.send(calls.getPreferences, {}, options);
  }

  /** Replace your preferences. Send the whole object, at most 32 KiB of JSON. Requires the `read` permission. */
  putPreferences(args: PutPreferencesArgs, options?: CallOptions): Promise<Preferences> {
    return this.#transport.send(calls.putPreferences, args, options);
  }

  /** Get your quotas and what you use of them. A limit of 0 means no limit. Administrators have no limits. Days are UTC days. Counting stops at the limit, or at 10,000. Requires the `read` permission. */
  getQuotas(options?: CallOptions): Promise<OwnQuotas> {
    return this.#transport.send(calls.getQuotas, {}, options);
  }

  /** List your sessions, most recently used first. Requires the `read` permission. */
  listOwnSessions(args: ListOwnSessionsArgs = {}, options?: CallOptions): Pages<Session> {
    return this.#transport.pages(calls.listOwnSessions, args, options);
  }

  /** End all your other sessions. Their access tokens are refused from the next request on. Requires the `read` permission. */
  endOtherSessions(options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.endOtherSessions, {}, options);
  }

  /** End one of your sessions. Its access tokens are refused from the next request on. Requires the `read` permission. */
  endOwnSession(args: EndOwnSessionArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.endOwnSession, args, options);
  }

  /** List the sessions of an account, most recently used first. Requires the `admin` permission. */
  listSessions(args: ListSessionsArgs, options?: CallOptions): Pages<Session> {
    return this.#transport.pages(calls.listSessions, args, options);
  }

  /** End all sessions of an account. For your own account, the current session is kept. Requires the `admin` permission. */
  endSessions(args: EndSessionsArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.endSessions, args, options);
  }

  /** End a session of an account. Requires the `admin` permission. */
  endSession(args: EndSessionArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.endSession, args, options);
  }

  /** Create a link for setting the password of an account. The link works once, within 72 hours; a newer link replaces it. Pass it on yourself: no mail is sent. Requires the `admin` permission. */
  createPasswordLink(args: CreatePasswordLinkArgs, options?: CallOptions): Promise<PasswordLink> {
    return this.#transport.send(calls.createPasswordLink, args, options);
  }

  /** Create an API key. The key acts as you, with those of its permissions that you still have. It is shown only in this answer. Requires the `read` permission. */
  createApiKey(args: CreateApiKeyArgs, options?: CallOptions): Promise<MadeApiKey> {
    return this.#transport.send(calls.createApiKey, args, options);
  }

  /** List your API keys, newest first. Administrators see the keys of all accounts, or of one account with `owner_id`. Requires the `read` permission. */
  listApiKeys(args: ListApiKeysArgs = {}, options?: CallOptions): Pages<ApiKey> {
    return this.#transport.pages(calls.listApiKeys, args, options);
  }

  /** Delete an API key. You can delete your own keys; administrators can delete any key. The key is refused from the next request on. Requires the `read` permission. */
  deleteApiKey(args: DeleteApiKeyArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.deleteApiKey, args, options);
  }

  /** List audit entries, newest first. Requires the `admin` permission. */
  listAuditEntries(args: ListAuditEntriesArgs = {}, options?: CallOptions): Pages<AuditEntry> {
    return this.#transport.pages(calls.listAuditEntries, args, options);
  }

  /** Get the state of the system. Returns the waiting and running work, the workers, and the status of each component. Only for managers and administrators. */
  getSystem(options?: CallOptions): Promise<System> {
    return this.#transport.send(calls.getSystem, {}, options);
  }

  /** Get items per minute or hour, with wait and run times. By time and task type, at most 60 s late. `wait_ms` is the time from when an item could first have run until it started; `run_ms` is the time of one attempt. A minute or hour in which nothing happened has no bucket. A call returns at most 2,880 buckets of each type. Only for managers and administrators. */
  getStatistics(args: GetStatisticsArgs = {}, options?: CallOptions): Promise<Statistics> {
    return this.#transport.send(calls.getStatistics, args, options);
  }

  /** List the running workers and their items. Workers that have not reported for 10 s are left out. Only for managers and administrators. */
  listWorkers(args: ListWorkersArgs = {}, options?: CallOptions): Pages<Worker> {
    return this.#transport.pages(calls.listWorkers, args, options);
  }

  /** Drain a worker. The worker finishes its running items and takes no more, until its process is stopped. In embedded mode there is only one worker, so no items start until the server is restarted. Repeating the call has no effect. Requires the `admin` permission. */
  drainWorker(args: DrainWorkerArgs, options?: CallOptions): Promise<Worker> {
    return this.#transport.send(calls.drainWorker, args, options);
  }

  /** List the task types. Requires the `read` permission. */
  listTaskTypes(options?: CallOptions): Promise<TaskTypeList> {
    return this.#transport.send(calls.listTaskTypes, {}, options);
  }

  /** Pause a task type. No worker starts items of this type until it is resumed, even after a restart. Running items continue. Tasks can still be created; they wait. Repeating the call has no effect. Requires the `admin` permission. */
  pauseTaskType(args: PauseTaskTypeArgs, options?: CallOptions): Promise<TaskTypeSwitch> {
    return this.#transport.send(calls.pauseTaskType, args, options);
  }

  /** Resume a paused task type. Has no effect on a type that is not paused. Requires the `admin` permission. */
  resumeTaskType(args: ResumeTaskTypeArgs, options?: CallOptions): Promise<TaskTypeSwitch> {
    return this.#transport.send(calls.resumeTaskType, args, options);
  }

  /** Create a task. Requires the `write` permission. */
  createTask(args: CreateTaskArgs, options?: CallOptions): Promise<TaskDetail> {
    return this.#transport.send(calls.createTask, args, options);
  }

  /** List tasks. Newest first by default. You see your own tasks and shared ones; managers and administrators see all tasks. Requires the `read` permission. */
  listTasks(args: ListTasksArgs = {}, options?: CallOptions): Pages<Task> {
    return this.#transport.pages(calls.listTasks, args, options);
  }

  /** Preview the items of a task. Nothing is stored. Requires the `write` permission. */
  previewTask(args: PreviewTaskArgs, options?: CallOptions): Promise<TaskPreview> {
    return this.#transport.send(calls.previewTask, args, options);
  }

  /** Get a task. Requires the `read` permission. */
  getTask(args: GetTaskArgs, options?: CallOptions): Promise<TaskDetail> {
    return this.#transport.send(calls.getTask, args, options);
  }

  /** Change the name, priority or visibility of a task. For the owner, managers and administrators. Fields that are left out keep their value. A new priority applies to items that have not started yet. Requires the `write` permission. */
  updateTask(args: UpdateTaskArgs, options?: CallOptions): Promise<TaskDetail> {
    return this.#transport.send(calls.updateTask, args, options);
  }

  /** Delete a task and its files. For the owner, and for callers with the `delete` permission. A running task is cancelled first. Requires the `write` permission. */
  deleteTask(args: DeleteTaskArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.deleteTask, args, options);
  }

  /** Cancel a task or some of its items. For the owner, managers and administrators. With `items`, the call changes only these items, even while the rest of the task runs. If the state of one of them does not allow it, the answer is 409 and nothing is changed. Only items that have not ended can be cancelled. A task whose running items all end by themselves before the cancel reaches them ends as `completed` or `failed`. Requires the `write` permission. */
  cancelTask(args: CancelTaskArgs, options?: CallOptions): Promise<TaskDetail> {
    return this.#transport.send(calls.cancelTask, args, options);
  }

  /** Retry the failed and cancelled items of a task. For the owner, managers and administrators. Retrying a whole finished task starts a new round. With `items`, the call changes only these items, even while the rest of the task runs. If the state of one of them does not allow it, the answer is 409 and nothing is changed. Only items that failed or were cancelled can be retried; `retry_round` does not change. A finished task counts among the active tasks of its owner again, so the quota `active_tasks` can refuse it. Requires the `write` permission. */
  retryTask(args: RetryTaskArgs, options?: CallOptions): Promise<TaskDetail> {
    return this.#transport.send(calls.retryTask, args, options);
  }

  /** Create up to 100 tasks at once. Creates all tasks or none. Invalid values are reported with paths such as `tasks.3.params.x`, those of at most 20 tasks. One `Idempotency-Key` covers the batch. Requires the `write` permission. */
  createTasks(args: CreateTasksArgs, options?: CallOptions): Promise<TaskBatch> {
    return this.#transport.send(calls.createTasks, args, options);
  }

  /** Cancel, retry or delete many tasks, or undo their cancel. Acts on the tasks in `ids`, or on the tasks that match `filter` now, at most 1,000. Permissions are checked for each task, and each task succeeds or fails on its own. If `expected` is given and differs from the number of matches, the answer is 409 and nothing is changed. Requires the `write` permission. */
  changeTasks(args: ChangeTasksArgs, options?: CallOptions): Promise<BulkResults> {
    return this.#transport.send(calls.changeTasks, args, options);
  }

  /** List the items of a task by index. Includes items that are not in the queue yet. A caller can read at most 8 pages of more than 512 KiB at the same time; up to 100 further ones wait, at most 20 seconds. Requires the `read` permission. */
  listItems(args: ListItemsArgs, options?: CallOptions): Pages<Item> {
    return this.#transport.pages(calls.listItems, args, options);
  }

  /** Get an item of a task. Requires the `read` permission. */
  getItem(args: GetItemArgs, options?: CallOptions): Promise<Item> {
    return this.#transport.send(calls.getItem, args, options);
  }

  /** List what the handler of an item logged, oldest first. The last 200 lines of all attempts, at most 64 KiB. Of these, 50 places are for the last warnings and errors, which other lines do not displace. A new line appears within two seconds. Requires the `read` permission. */
  listItemLogs(args: ListItemLogsArgs, options?: CallOptions): Pages<ItemLogLine> {
    return this.#transport.pages(calls.listItemLogs, args, options);
  }

  /** Download a file. Supports `If-None-Match`, and `Range` with `If-Range`. Browsers display PNG, JPEG and WebP, and download other types. Requires the `read` permission or a signed link. */
  getFile(args: GetFileArgs, options?: CallOptions): Promise<Response> {
    return this.#transport.send(calls.getFile, args, options);
  }

  /** Create a schedule. Each due time creates one task that belongs to you. The rule, the time zone and the params are checked when you create the schedule. Requires the `write` permission. */
  createSchedule(args: CreateScheduleArgs, options?: CallOptions): Promise<Schedule> {
    return this.#transport.send(calls.createSchedule, args, options);
  }

  /** List schedules, newest first. You see your own schedules. Managers and administrators see all schedules, or those of one account with `owner_id`. A caller can read at most 8 pages of more than 512 KiB at the same time; up to 100 further ones wait, at most 20 seconds. Requires the `write` permission. */
  listSchedules(args: ListSchedulesArgs = {}, options?: CallOptions): Pages<Schedule> {
    return this.#transport.pages(calls.listSchedules, args, options);
  }

  /** Preview a rule. Returns the next five times and the rule in words. Nothing is stored. Requires the `write` permission. */
  previewSchedule(args: PreviewScheduleArgs, options?: CallOptions): Promise<SchedulePreview> {
    return this.#transport.send(calls.previewSchedule, args, options);
  }

  /** Get a schedule. For the owner, managers and administrators. Requires the `write` permission. */
  getSchedule(args: GetScheduleArgs, options?: CallOptions): Promise<Schedule> {
    return this.#transport.send(calls.getSchedule, args, options);
  }

  /** Change a schedule or switch it on or off. For the owner, managers and administrators. Fields that are left out keep their value; `task` is replaced as a whole. Times that were missed while the schedule was switched off are not made up. Requires the `write` permission. */
  updateSchedule(args: UpdateScheduleArgs, options?: CallOptions): Promise<Schedule> {
    return this.#transport.send(calls.updateSchedule, args, options);
  }

  /** Delete a schedule. For the owner, managers and administrators. Its tasks are kept. Requires the `write` permission. */
  deleteSchedule(args: DeleteScheduleArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.deleteSchedule, args, options);
  }

  /** Run a schedule now. For the owner, managers and administrators. The task belongs to the owner of the schedule. A schedule that is switched off can be run, too. Requires the `write` permission. */
  runSchedule(args: RunScheduleArgs, options?: CallOptions): Promise<TaskDetail> {
    return this.#transport.send(calls.runSchedule, args, options);
  }

  /** Download all files and results of a task as a ZIP file. Pictures are named after their labels. The ZIP file also contains `manifest.json`, `manifest.csv` and `index.html`, a page that shows the pictures as a grid without a server. The archive of an unfinished task contains the items that have completed so far. `items` chooses some of the items. A caller can download at most 4 archives at the same time. Requires the `read` permission or a signed link. */
  getArchive(args: GetArchiveArgs, options?: CallOptions): Promise<Response> {
    return this.#transport.send(calls.getArchive, args, options);
  }

  /** Download the pictures of a matrix as one grid. The values of the variables are shown beside the rows and above the columns. A variable that is on neither axis has its first value; `where.NAME=value` selects another. `show.NAME=2,0` shows only some values of a variable, by their numbers from 0 and in this order. Failed, cancelled, unfinished and missing items are marked. A picture has at most 100 megapixels, counted as if all pictures were square. A caller can download at most 2 grids at the same time. Requires the `read` permission or a signed link. */
  getGrid(args: GetGridArgs, options?: CallOptions): Promise<Response> {
    return this.#transport.send(calls.getGrid, args, options);
  }

  /** Get a small copy of the first picture of a task. A WebP picture, 96 pixels wide and high. `thumbnail_url` of a task is a signed link to it. The answer is 404 while the task has no picture. Requires the `read` permission or a signed link. */
  getThumbnail(args: GetThumbnailArgs, options?: CallOptions): Promise<Response> {
    return this.#transport.send(calls.getThumbnail, args, options);
  }

  /** Create a webhook. The URL is called when one of your tasks ends, according to Standard Webhooks. The secret is shown only in this answer. Requires the `write` permission. */
  createWebhook(args: CreateWebhookArgs, options?: CallOptions): Promise<WebhookWithSecret> {
    return this.#transport.send(calls.createWebhook, args, options);
  }

  /** List webhooks, newest first. You see your own webhooks. Administrators see all webhooks, or those of one account with `owner_id`. Requires the `write` permission. */
  listWebhooks(args: ListWebhooksArgs = {}, options?: CallOptions): Pages<Webhook> {
    return this.#transport.pages(calls.listWebhooks, args, options);
  }

  /** Get a webhook. For the owner and administrators. Requires the `write` permission. */
  getWebhook(args: GetWebhookArgs, options?: CallOptions): Promise<Webhook> {
    return this.#transport.send(calls.getWebhook, args, options);
  }

  /** Change a webhook or switch it on or off. For the owner and administrators. Fields that are left out keep their value. Tasks that ended while the webhook was switched off are not reported. Requires the `write` permission. */
  updateWebhook(args: UpdateWebhookArgs, options?: CallOptions): Promise<Webhook> {
    return this.#transport.send(calls.updateWebhook, args, options);
  }

  /** Delete a webhook and its deliveries. For the owner and administrators. Requires the `write` permission. */
  deleteWebhook(args: DeleteWebhookArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.deleteWebhook, args, options);
  }

  /** Replace the secret of a webhook. For the owner and administrators. Messages are signed with both secrets for 24 hours. The new secret is shown only in this answer. Requires the `write` permission. */
  rotateWebhookSecret(args: RotateWebhookSecretArgs, options?: CallOptions): Promise<WebhookWithSecret> {
    return this.#transport.send(calls.rotateWebhookSecret, args, options);
  }

  /** Send a test message. For the owner and administrators. The event is `webhook.test`. A webhook that is switched off can be tested, too. An account can send 60 tests and repeated deliveries per minute. Requires the `write` permission. */
  testWebhook(args: TestWebhookArgs, options?: CallOptions): Promise<Delivery> {
    return this.#transport.send(calls.testWebhook, args, options);
  }

  /** List the last 100 deliveries of a webhook, newest first. For the owner and administrators. Requires the `write` permission. */
  listWebhookDeliveries(args: ListWebhookDeliveriesArgs, options?: CallOptions): Pages<Delivery> {
    return this.#transport.pages(calls.listWebhookDeliveries, args, options);
  }

  /** Repeat a delivery. For the owner and administrators. The message is sent at once with the same id, whether or not it was delivered before. An account can send 60 tests and repeated deliveries per minute. Requires the `write` permission. */
  redeliverWebhook(args: RedeliverWebhookArgs, options?: CallOptions): Promise<Delivery> {
    return this.#transport.send(calls.redeliverWebhook, args, options);
  }

  /** Stream the changes of all visible tasks. Sends `task.updated` events: first a snapshot, then every change. The data of an event is a JSON object with the schema `TaskEvent`; its id is the revision of the task. Comments are heartbeats. After a reconnect the stream starts with a new snapshot; there is no history. The stream ends soon after the session or the permission of the caller ends. Try it with `curl -N`, because this page shows an answer only when it is complete. Requires the `read` permission. */
  followTasks(options?: FollowOptions): EventStream<TaskEvent> {
    return this.#transport.stream(calls.followTasks, {}, options);
  }

  /** Stream the changes of a task. Sends `task.updated` events: first a snapshot, then every change. The data of an event is a JSON object with the schema `TaskEvent`; its id is the revision of the task. Comments are heartbeats. After a reconnect the stream starts with a new snapshot; there is no history. The stream ends soon after the session or the permission of the caller ends. Try it with `curl -N`, because this page shows an answer only when it is complete. Requires the `read` permission. */
  followTask(args: FollowTaskArgs, options?: FollowOptions): EventStream<TaskEvent> {
    return this.#transport.stream(calls.followTask, args, options);
  }
}
