// Written by `npm run docs` from the OpenAPI document. Do not edit.
import type { Call, CallOptions, Transport } from './call.ts';
import type { EventStream, FollowOptions } from './event-stream.ts';
import type { Pages } from './pages.ts';

export interface Fault {
  /** The HTTP status. */
  code: number;
  /** For people, in English or Chinese by `Accept-Language`. */
  message: string;
  data: null;
  error: {
    type: FaultType;
    details?: FaultDetail[];
  };
  request_id: string;
}

export interface User {
  /** UUID, lower case. */
  id: string;
  email: string;
  fullname: string;
  roles: Role[];
  is_active: boolean;
  /** False: it cannot sign in until a password is set. */
  has_password: boolean;
  /** A hint: it still has a password that everybody knows. */
  must_change_password: boolean;
  /** Limits in place of those in the settings; 0 = no limit. Null = those in the settings. */
  quotas: Quotas | null;
  last_sign_in_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface Session {
  /** UUID, lower case. */
  id: string;
  created_at: string;
  /** At sign-in and at each refresh. */
  last_used_at: string;
  /** Without a further refresh. */
  expires_at: string;
  ip: string;
  user_agent: string;
  /** The session of this very request. */
  current: boolean;
}

export interface AuditEntry {
  /** UUID, lower case. */
  id: string;
  at: string;
  /** Null for a sign-in that failed. */
  actor: AuditActor | null;
  action: AuditAction;
  target: AuditTarget | null;
  outcome: AuditOutcome;
  ip: string | null;
  user_agent: string | null;
  request_id: string | null;
  /** Never a secret or a password. */
  details: Record<string, unknown>;
}

export interface ApiKey {
  /** UUID, lower case. */
  id: string;
  name: string;
  /** The first characters of the key. */
  prefix: string;
  permissions: Permission[];
  expires_at: string | null;
  created_at: string;
  /** UUID, lower case. */
  owner_id: string;
  /** At most 60 s late. */
  last_used_at: string | null;
}

export interface Task {
  /** UUID, lower case. */
  id: string;
  type: string;
  type_version: number;
  name: string;
  owner: TaskOwner | null;
  /** 1 low … 10 high. */
  priority: number;
  /** Items that may run at once. */
  concurrency: number;
  /** Whether everybody may see it. */
  shared: boolean;
  status: TaskStatus;
  total_items: number;
  released_items: number;
  completed_items: number;
  failed_items: number;
  cancelled_items: number;
  /** Items that run now. */
  in_flight: number;
  retry_round: number;
  /** Rises with each change. */
  revision: number;
  /** 0 to 100; completed is 100. */
  progress: number;
  /** The task whose handler made this one. */
  parent_id: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  updated_at: string;
}

export interface TaskDetail {
  /** UUID, lower case. */
  id: string;
  type: string;
  type_version: number;
  name: string;
  owner: TaskOwner | null;
  /** 1 low … 10 high. */
  priority: number;
  /** Items that may run at once. */
  concurrency: number;
  /** Whether everybody may see it. */
  shared: boolean;
  status: TaskStatus;
  total_items: number;
  released_items: number;
  completed_items: number;
  failed_items: number;
  cancelled_items: number;
  /** Items that run now. */
  in_flight: number;
  retry_round: number;
  /** Rises with each change. */
  revision: number;
  /** 0 to 100; completed is 100. */
  progress: number;
  /** The task whose handler made this one. */
  parent_id: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  updated_at: string;
  params: unknown;
  /** Of its item, when it has a single one; else null. */
  result: unknown;
  error: ThrownError | null;
}

export interface File {
  name: string;
  /** A signed link from `/`, good for one to two hours. */
  url: string;
  content_type: string;
  bytes: number;
  width: number | null;
  height: number | null;
}

export interface Item {
  index: number;
  label: Label | null;
  status: ItemStatus;
  attempt: number;
  /** 0 to 100; completed is 100. */
  progress: number;
  /** What the handler last said of its progress. */
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
  /** What the handler gave beside the message; null without. */
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
  /** Milliseconds for one attempt. */
  timeout: number;
}

export interface TaskEvent {
  /** UUID, lower case. */
  id: string;
  type: string;
  name: string;
  status: TaskStatus;
  /** 0 to 100; completed is 100. */
  progress: number;
  total_items: number;
  completed_items: number;
  failed_items: number;
  cancelled_items: number;
  in_flight: number;
  revision: number;
  updated_at: string;
}

/** Stable; for programs. */
export type FaultType =
  | 'invalid_request'
  | 'malformed_json'
  | 'not_authenticated'
  | 'wrong_credentials'
  | 'invalid_refresh_token'
  | 'permission_denied'
  | 'cross_site'
  | 'api_key_not_allowed'
  | 'wrong_current_password'
  | 'invalid_file_link'
  | 'invalid_link'
  | 'not_available'
  | 'not_found'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'email_in_use'
  | 'last_admin'
  | 'too_many'
  | 'edit_conflict'
  | 'task_finished'
  | 'items_not_fitting'
  | 'matched_changed'
  | 'task_not_retryable'
  | 'idempotency_key_reused'
  | 'idempotency_key_spent'
  | 'body_too_large'
  | 'uri_too_long'
  | 'unsupported_media_type'
  | 'range_not_satisfiable'
  | 'validation_failed'
  | 'too_many_requests'
  | 'too_many_streams'
  | 'headers_too_large'
  | 'internal_error'
  | 'overloaded'
  | 'store_unavailable';

export interface FaultDetail {
  /** Which value: `params.prompt`, `roles.0`. */
  path: string;
  /** What is wrong with it. */
  message: string;
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
  /** Of the account or the key; `system` for the program itself. */
  id: string;
  /** Of the account, at that time. */
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

export interface TaskOwner {
  /** UUID, lower case. */
  id: string;
  email: string;
  fullname: string;
}

export type TaskStatus = 'pending' | 'processing' | 'cancelling' | 'completed' | 'failed' | 'cancelled';

export interface ThrownError {
  type: string;
  message: string;
}

export type Label = Record<string, string>;

export type ItemStatus = 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';

export interface ThrownErrorInFull {
  type: string;
  message: string;
  /** Shown to the owner and to those who see all tasks. */
  stack?: string;
  /** An error of the same form; shown to the same people. */
  cause?: unknown;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface TwoLanguages {
  en: string;
  zh: string;
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
  /** Set the refresh token as a cookie, and leave it out of the body. */
  cookie?: boolean;
}

export interface Tokens {
  /** Send it as `Authorization: Bearer …`. */
  access_token: string;
  token_type: 'bearer';
  /** Seconds. */
  expires_in: number;
  /** Works once; keep the newest. Left out where it is set as a cookie. */
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
  /** Left out, the cookie counts. */
  refresh_token?: string;
}

export interface NewPassword {
  /** Of the link. */
  token: string;
  /** 8–128 characters after Unicode NFKC; none of the 10,000 most used, nor the e-mail or its first part. */
  password: string;
}

export interface PasswordLinkRequest {
  email: string;
}

export interface OwnChanges {
  /** At most 254 characters. Stored in one spelling: lower case, one Unicode form. Invisible characters, symbols and mixed scripts are refused. */
  email?: string;
  /** Without control characters. */
  fullname?: string;
  /** Needed to change the e-mail. */
  current_password?: string;
}

export interface OwnPassword {
  current_password: string;
  /** 8–128 characters after Unicode NFKC; none of the 10,000 most used, nor the e-mail or its first part. */
  new_password: string;
}

export interface UserPage {
  items: User[];
  /** Counted to 1,000, by a search perhaps less far; exact for items. */
  total: number;
  /** True when there are, or may be, more than `total`. */
  total_capped?: boolean;
  /** Its number; a cursor counts on from the page that gave it. */
  page: number;
  page_size: number;
  /** Where the next page begins; null at the end of the list. A page of a search may be short, or empty, while it is set. */
  next_cursor: string | null;
}

export interface NewUser {
  /** At most 254 characters. Stored in one spelling: lower case, one Unicode form. Invisible characters, symbols and mixed scripts are refused. */
  email: string;
  /** 8–128 characters after Unicode NFKC; none of the 10,000 most used, nor the e-mail or its first part. Left out: no sign-in yet. */
  password?: string;
  /** Without control characters. */
  fullname?: string;
  roles?: Role[];
  is_active?: boolean;
  /** Limits in place of those in the settings; 0 = no limit. Null = those in the settings. */
  quotas?: Quotas | null;
}

export interface UserChanges {
  /** At most 254 characters. Stored in one spelling: lower case, one Unicode form. Invisible characters, symbols and mixed scripts are refused. */
  email?: string;
  /** 8–128 characters after Unicode NFKC; none of the 10,000 most used, nor the e-mail or its first part. */
  password?: string;
  /** Without control characters. */
  fullname?: string;
  roles?: Role[];
  is_active?: boolean;
  /** Limits in place of those in the settings; 0 = no limit. Null = those in the settings. */
  quotas?: Quotas | null;
}

export type Preferences = Record<string, unknown>;

export type NewPreferences = Record<string, unknown>;

export interface SessionPage {
  items: Session[];
  /** Counted to 1,000, by a search perhaps less far; exact for items. */
  total: number;
  /** True when there are, or may be, more than `total`. */
  total_capped?: boolean;
  /** Its number; a cursor counts on from the page that gave it. */
  page: number;
  page_size: number;
  /** Where the next page begins; null at the end of the list. A page of a search may be short, or empty, while it is set. */
  next_cursor: string | null;
}

export interface PasswordLink {
  /** A page of the console; the token stands after the #. */
  url: string;
  expires_at: string;
}

export interface NewApiKey {
  name: string;
  /** Left out: those you have now. */
  permissions?: Permission[];
  expires_at?: string | null;
}

export interface MadeApiKey {
  /** UUID, lower case. */
  id: string;
  name: string;
  /** The first characters of the key. */
  prefix: string;
  permissions: Permission[];
  expires_at: string | null;
  created_at: string;
  /** Send it as `Authorization: Bearer b2_…`. It is shown this once. */
  key: string;
}

export interface ApiKeyPage {
  items: ApiKey[];
  /** Counted to 1,000, by a search perhaps less far; exact for items. */
  total: number;
  /** True when there are, or may be, more than `total`. */
  total_capped?: boolean;
  /** Its number; a cursor counts on from the page that gave it. */
  page: number;
  page_size: number;
  /** Where the next page begins; null at the end of the list. A page of a search may be short, or empty, while it is set. */
  next_cursor: string | null;
}

export interface AuditEntryPage {
  items: AuditEntry[];
  /** Counted to 1,000, by a search perhaps less far; exact for items. */
  total: number;
  /** True when there are, or may be, more than `total`. */
  total_capped?: boolean;
  /** Its number; a cursor counts on from the page that gave it. */
  page: number;
  page_size: number;
  /** Where the next page begins; null at the end of the list. A page of a search may be short, or empty, while it is set. */
  next_cursor: string | null;
}

export type TaskTypeList = TaskType[];

export interface NewTask {
  type: string;
  name?: string;
  /** Default 5. */
  priority?: number;
  /** Whether everybody may see it. Default false. */
  shared?: boolean;
  /** As the JSON Schema of the type says; see `/task-types`. */
  params: Record<string, unknown>;
}

export interface TaskPage {
  items: Task[];
  /** Counted to 1,000, by a search perhaps less far; exact for items. */
  total: number;
  /** True when there are, or may be, more than `total`. */
  total_capped?: boolean;
  /** Its number; a cursor counts on from the page that gave it. */
  page: number;
  page_size: number;
  /** Where the next page begins; null at the end of the list. A page of a search may be short, or empty, while it is set. */
  next_cursor: string | null;
}

export interface TaskPlan {
  type: string;
  /** As the JSON Schema of the type says; see `/task-types`. */
  params: Record<string, unknown>;
}

export interface TaskPreview {
  count: number;
  /** The first 100. */
  labels: (Label | null)[];
}

export interface TaskEdit {
  name?: string;
  /** Default 5. */
  priority?: number;
  /** Whether everybody may see it. Default false. */
  shared?: boolean;
}

export interface ChosenItems {
  /** Indexes of items; left out, the whole task is meant. */
  items?: number[];
}

export interface TaskOfBatch {
  type: string;
  name?: string;
  /** Default 5. */
  priority?: number;
  /** Whether everybody may see it. Default false. */
  shared?: boolean;
  /** As the JSON Schema of the type says; see `/task-types`. */
  params: Record<string, unknown>;
}

export interface NewTasks {
  tasks: TaskOfBatch[];
}

export interface TaskBatch {
  items: TaskDetail[];
}

/** As in the list of tasks. */
export interface TaskFilter {
  status?: string | TaskStatus[];
  type?: string;
  /** UUID, lower case. */
  owner_id?: string;
  /** Only tasks that the handler of this task made. */
  parent_id?: string;
  /** From this time on. */
  created_after?: string;
  /** Before this time. */
  created_before?: string;
  /** Beginnings of words of the name; all must match, and the first 12 count. A query without letters or digits matches nothing; an empty one is ignored. */
  q?: string;
}

export interface BulkAction {
  action: 'cancel' | 'retry' | 'delete';
  /** These tasks. */
  ids?: string[];
  filter?: TaskFilter;
  /** How many tasks the caller believes to match. */
  expected?: number;
}

export interface BulkFault {
  type: string;
  message: string;
}

export interface BulkResult {
  /** UUID, lower case. */
  id: string;
  ok: boolean;
  error?: BulkFault;
}

export interface BulkResults {
  /** Tasks that were acted on. */
  matched: number;
  /** True when more match than one call acts on. */
  matched_capped?: boolean;
  results: BulkResult[];
}

export interface ItemPage {
  items: Item[];
  /** Counted to 1,000, by a search perhaps less far; exact for items. */
  total: number;
  /** True when there are, or may be, more than `total`. */
  total_capped?: boolean;
  /** Its number; a cursor counts on from the page that gave it. */
  page: number;
  page_size: number;
  /** Where the next page begins; null at the end of the list. A page of a search may be short, or empty, while it is set. */
  next_cursor: string | null;
}

export interface ItemLogLinePage {
  items: ItemLogLine[];
  /** Counted to 1,000, by a search perhaps less far; exact for items. */
  total: number;
  /** True when there are, or may be, more than `total`. */
  total_capped?: boolean;
  /** Its number; a cursor counts on from the page that gave it. */
  page: number;
  page_size: number;
  /** Where the next page begins; null at the end of the list. A page of a search may be short, or empty, while it is set. */
  next_cursor: string | null;
}

export type LoginArgs = Credentials;

export type TokenArgs = TokenForm;

export type RefreshArgs = RefreshToken;

export type LogoutArgs = RefreshToken;

export type SetPasswordArgs = NewPassword;

export type RequestPasswordLinkArgs = PasswordLinkRequest;

export type UpdateOwnAccountArgs = OwnChanges;

export type ChangeOwnPasswordArgs = OwnPassword;

export interface ListUsersArgs {
  /** Page, from 1. Default 1; `page × page_size` is at most 10,000. */
  page?: number;
  /** Default 20. */
  page_size?: number;
  /** `next_cursor` of the page before: pages in constant time, however far. */
  cursor?: string;
  /** Beginnings of words of the name or e-mail; all must match, and the first 12 count. A query without letters or digits matches nothing; an empty one is ignored. */
  q?: string;
  role?: Role;
  is_active?: boolean;
  /** Limits in place of those in the settings; 0 = no limit. Null = those in the settings. */
  quotas?: Quotas | null;
}

export type CreateUserArgs = NewUser;

export interface GetUserArgs {
  /** UUID, lower case. */
  id: string;
}

export type UpdateUserArgs = {
  /** UUID, lower case. */
  id: string;
} & UserChanges;

export interface DeleteUserArgs {
  /** UUID, lower case. */
  id: string;
}

export interface PutPreferencesArgs {
  body: NewPreferences;
}

export interface ListOwnSessionsArgs {
  /** Page, from 1. Default 1; `page × page_size` is at most 10,000. */
  page?: number;
  /** Default 20. */
  page_size?: number;
  /** `next_cursor` of the page before: pages in constant time, however far. */
  cursor?: string;
}

export interface EndOwnSessionArgs {
  /** UUID, lower case. */
  id: string;
}

export interface ListSessionsArgs {
  /** UUID, lower case. */
  id: string;
  /** Page, from 1. Default 1; `page × page_size` is at most 10,000. */
  page?: number;
  /** Default 20. */
  page_size?: number;
  /** `next_cursor` of the page before: pages in constant time, however far. */
  cursor?: string;
}

export interface EndSessionsArgs {
  /** UUID, lower case. */
  id: string;
}

export interface EndSessionArgs {
  /** UUID, lower case. */
  id: string;
  /** UUID, lower case. */
  session_id: string;
}

export interface CreatePasswordLinkArgs {
  /** UUID, lower case. */
  id: string;
}

export type CreateApiKeyArgs = NewApiKey;

export interface ListApiKeysArgs {
  /** Page, from 1. Default 1; `page × page_size` is at most 10,000. */
  page?: number;
  /** Default 20. */
  page_size?: number;
  /** `next_cursor` of the page before: pages in constant time, however far. */
  cursor?: string;
  /** UUID, lower case. */
  owner_id?: string;
}

export interface DeleteApiKeyArgs {
  /** UUID, lower case. */
  id: string;
}

export interface ListAuditEntriesArgs {
  /** Page, from 1. Default 1; `page × page_size` is at most 10,000. */
  page?: number;
  /** Default 20. */
  page_size?: number;
  /** `next_cursor` of the page before: pages in constant time, however far. */
  cursor?: string;
  actor_id?: string;
  action?: AuditAction;
  target_type?: string;
  target_id?: string;
  outcome?: AuditOutcome;
  /** Entries of this time and later. */
  from?: string;
  /** Entries before this time. */
  to?: string;
}

export type CreateTaskArgs = NewTask;

export interface ListTasksArgs {
  /** Page, from 1. Default 1; `page × page_size` is at most 10,000. */
  page?: number;
  /** Default 20. */
  page_size?: number;
  /** `next_cursor` of the page before: pages in constant time, however far. */
  cursor?: string;
  /** One status or several, with commas between them: `pending`, `processing`, `cancelling`, `completed`, `failed`, `cancelled`. */
  status?: string;
  type?: string;
  /** UUID, lower case. */
  owner_id?: string;
  /** Only tasks that the handler of this task made. */
  parent_id?: string;
  /** From this time on. */
  created_after?: string;
  /** Before this time. */
  created_before?: string;
  /** Beginnings of words of the name; all must match, and the first 12 count. A query without letters or digits matches nothing; an empty one is ignored. */
  q?: string;
  /** Default `newest`. */
  order?: 'newest' | 'oldest';
}

export type PreviewTaskArgs = TaskPlan;

export interface GetTaskArgs {
  /** UUID, lower case. */
  id: string;
}

export type UpdateTaskArgs = {
  /** UUID, lower case. */
  id: string;
} & TaskEdit;

export interface DeleteTaskArgs {
  /** UUID, lower case. */
  id: string;
}

export type CancelTaskArgs = {
  /** UUID, lower case. */
  id: string;
} & ChosenItems;

export type RetryTaskArgs = {
  /** UUID, lower case. */
  id: string;
} & ChosenItems;

export type CreateTasksArgs = NewTasks;

export type ChangeTasksArgs = BulkAction;

export interface ListItemsArgs {
  /** UUID, lower case. */
  id: string;
  /** Page, from 1. Default 1; `page × page_size` is at most 10,000. */
  page?: number;
  /** Default 20. */
  page_size?: number;
  /** `next_cursor` of the page before: pages in constant time, however far. */
  cursor?: string;
  status?: ItemStatus;
}

export interface GetItemArgs {
  /** UUID, lower case. */
  id: string;
  index: number;
}

export interface ListItemLogsArgs {
  /** UUID, lower case. */
  id: string;
  index: number;
  /** Page, from 1. Default 1; `page × page_size` is at most 10,000. */
  page?: number;
  /** Default 20. */
  page_size?: number;
  /** `next_cursor` of the page before: pages in constant time, however far. */
  cursor?: string;
  status?: ItemStatus;
}

export interface GetFileArgs {
  /** UUID, lower case. */
  id: string;
  index: number;
  name: string;
  /** Of a signed link. */
  expires?: string;
  /** Of a signed link. */
  signature?: string;
}

export interface FollowTaskArgs {
  /** UUID, lower case. */
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
    query: ['page', 'page_size', 'cursor', 'q', 'role', 'is_active', 'quotas'],
    answer: 'data',
  },
  createUser: { method: 'POST', path: '/api/v1/users', body: 'fields', answer: 'data' },
  getUser: { method: 'GET', path: '/api/v1/users/{id}', answer: 'data' },
  updateUser: { method: 'PUT', path: '/api/v1/users/{id}', body: 'fields', answer: 'data' },
  deleteUser: { method: 'DELETE', path: '/api/v1/users/{id}', answer: 'data' },
  getPreferences: { method: 'GET', path: '/api/v1/users/me/preferences', answer: 'data' },
  putPreferences: { method: 'PUT', path: '/api/v1/users/me/preferences', body: 'whole', answer: 'data' },
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
  listTaskTypes: { method: 'GET', path: '/api/v1/task-types', answer: 'data' },
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
    query: ['page', 'page_size', 'cursor', 'status'],
    answer: 'data',
  },
  getFile: {
    method: 'GET',
    path: '/api/v1/tasks/{id}/items/{index}/files/{name}',
    query: ['expires', 'signature'],
    answer: 'response',
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

  /** How the parts are. Always 200; see `/health/ready` for a status code that tells. */
  health(options?: CallOptions): Promise<HealthReport> {
    return this.#transport.send(calls.health, {}, options);
  }

  /** Whether the process answers. */
  live(options?: CallOptions): Promise<Liveness> {
    return this.#transport.send(calls.live, {}, options);
  }

  /** Whether it can do its work. The queue may be away for a while: accounts and tasks are served from the database. */
  ready(options?: CallOptions): Promise<HealthReport> {
    return this.#transport.send(calls.ready, {}, options);
  }

  /** Measurements for Prometheus. A 404 when `METRICS_ENABLED` is false. */
  metrics(options?: CallOptions): Promise<string> {
    return this.#transport.send(calls.metrics, {}, options);
  }

  /** Sign in. With a JSON body, or with the form that OAuth2 clients send. With `cookie: true` (JSON only, from pages of this host) the refresh token is set as the cookie `b2_refresh`, out of reach of scripts, and left out of the body. Anyone may call this. */
  login(args: LoginArgs, options?: CallOptions): Promise<Tokens> {
    return this.#transport.send(calls.login, args, options);
  }

  /** Sign in (OAuth2). The password grant of RFC 6749, without the response format. The docs page signs in with it. Anyone may call this. */
  token(args: TokenArgs, options?: CallOptions): Promise<OAuthTokens> {
    return this.#transport.send(calls.token, args, options);
  }

  /** Get a new pair of tokens. A refresh token works once. Within 10 s it still gets the same successor (parallel tabs); used later, it ends its session. Without a token in the body, the cookie `b2_refresh` counts, and is set anew. Anyone may call this. */
  refresh(args: RefreshArgs = {}, options?: CallOptions): Promise<Tokens> {
    return this.#transport.send(calls.refresh, args, options);
  }

  /** Sign out. Ends the session: its refresh token and its access tokens. Without a token in the body, the cookie `b2_refresh` counts, and is cleared. Anyone may call this. */
  logout(args: LogoutArgs = {}, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.logout, args, options);
  }

  /** Set a password with the token of a link. The token works once. A password that is refused leaves it good. Ends every session of the account. Anyone may call this. */
  setPassword(args: SetPasswordArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.setPassword, args, options);
  }

  /** Ask for a link by e-mail. The same answer whether an account has this e-mail or not. 404 `not_available` where the server sends no mail. Anyone may call this. */
  requestPasswordLink(args: RequestPasswordLinkArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.requestPasswordLink, args, options);
  }

  /** One’s own account. Needs the `read` permission. */
  getOwnAccount(options?: CallOptions): Promise<User> {
    return this.#transport.send(calls.getOwnAccount, {}, options);
  }

  /** Change one’s own name or e-mail. A new e-mail takes `current_password` as well. Needs the `read` permission. */
  updateOwnAccount(args: UpdateOwnAccountArgs = {}, options?: CallOptions): Promise<User> {
    return this.#transport.send(calls.updateOwnAccount, args, options);
  }

  /** Change one’s own password. Ends every earlier token, the caller’s too: sign in again. Needs the `read` permission. */
  changeOwnPassword(args: ChangeOwnPasswordArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.changeOwnPassword, args, options);
  }

  /** List accounts, newest first. For managers and administrators. */
  listUsers(args: ListUsersArgs = {}, options?: CallOptions): Pages<User> {
    return this.#transport.pages(calls.listUsers, args, options);
  }

  /** Create an account. Needs the `admin` permission. */
  createUser(args: CreateUserArgs, options?: CallOptions): Promise<User> {
    return this.#transport.send(calls.createUser, args, options);
  }

  /** One account. One’s own; any for managers and administrators. Needs the `read` permission. */
  getUser(args: GetUserArgs, options?: CallOptions): Promise<User> {
    return this.#transport.send(calls.getUser, args, options);
  }

  /** Change an account. What is left out stays. A new password or a disabled account ends its sessions; a disabled account’s unfinished tasks are cancelled. Needs the `admin` permission. */
  updateUser(args: UpdateUserArgs, options?: CallOptions): Promise<User> {
    return this.#transport.send(calls.updateUser, args, options);
  }

  /** Delete an account. Ends its sessions and cancels its running tasks; finished ones stay. Needs the `admin` permission. */
  deleteUser(args: DeleteUserArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.deleteUser, args, options);
  }

  /** One’s own preferences. A JSON object that only its owner reads and writes: saved views, theme, language. Needs the `read` permission. */
  getPreferences(options?: CallOptions): Promise<Preferences> {
    return this.#transport.send(calls.getPreferences, {}, options);
  }

  /** Replace one’s own preferences. The whole object, up to 32 KiB of JSON. Needs the `read` permission. */
  putPreferences(args: PutPreferencesArgs, options?: CallOptions): Promise<Preferences> {
    return this.#transport.send(calls.putPreferences, args, options);
  }

  /** One’s own sessions, the one used last first. Needs the `read` permission. */
  listOwnSessions(args: ListOwnSessionsArgs = {}, options?: CallOptions): Pages<Session> {
    return this.#transport.pages(calls.listOwnSessions, args, options);
  }

  /** End all one’s own sessions but this one. Their access tokens are refused from the next request on. Needs the `read` permission. */
  endOtherSessions(options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.endOtherSessions, {}, options);
  }

  /** End one of one’s own sessions. Its access tokens are refused from the next request on. Needs the `read` permission. */
  endOwnSession(args: EndOwnSessionArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.endOwnSession, args, options);
  }

  /** Sessions of an account, the one used last first. Needs the `admin` permission. */
  listSessions(args: ListSessionsArgs, options?: CallOptions): Pages<Session> {
    return this.#transport.pages(calls.listSessions, args, options);
  }

  /** End all sessions of an account. Of one’s own account: all but this one. Needs the `admin` permission. */
  endSessions(args: EndSessionsArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.endSessions, args, options);
  }

  /** End a session of an account. Needs the `admin` permission. */
  endSession(args: EndSessionArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.endSession, args, options);
  }

  /** Make a link by which an account’s password is set. Good once and for 72 hours; a newer one replaces it. Give it to the person yourself: no mail is sent. Needs the `admin` permission. */
  createPasswordLink(args: CreatePasswordLinkArgs, options?: CallOptions): Promise<PasswordLink> {
    return this.#transport.send(calls.createPasswordLink, args, options);
  }

  /** Make an API key. It acts as you, with the permissions it is given and you still have. The key is shown this once. Needs the `read` permission. */
  createApiKey(args: CreateApiKeyArgs, options?: CallOptions): Promise<MadeApiKey> {
    return this.#transport.send(calls.createApiKey, args, options);
  }

  /** One’s own API keys, newest first. Administrators see those of all accounts, or with `owner_id` of one. Needs the `read` permission. */
  listApiKeys(args: ListApiKeysArgs = {}, options?: CallOptions): Pages<ApiKey> {
    return this.#transport.pages(calls.listApiKeys, args, options);
  }

  /** Delete an API key. One’s own; any for administrators. It is refused from the next request on. Needs the `read` permission. */
  deleteApiKey(args: DeleteApiKeyArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.deleteApiKey, args, options);
  }

  /** Who did what, newest first. Needs the `admin` permission. */
  listAuditEntries(args: ListAuditEntriesArgs = {}, options?: CallOptions): Pages<AuditEntry> {
    return this.#transport.pages(calls.listAuditEntries, args, options);
  }

  /** What kinds of task there are. Needs the `read` permission. */
  listTaskTypes(options?: CallOptions): Promise<TaskTypeList> {
    return this.#transport.send(calls.listTaskTypes, {}, options);
  }

  /** Create a task. Needs the `write` permission. */
  createTask(args: CreateTaskArgs, options?: CallOptions): Promise<TaskDetail> {
    return this.#transport.send(calls.createTask, args, options);
  }

  /** List tasks. Newest first, or by `order`. One’s own and shared ones; managers and administrators see all. Needs the `read` permission. */
  listTasks(args: ListTasksArgs = {}, options?: CallOptions): Pages<Task> {
    return this.#transport.pages(calls.listTasks, args, options);
  }

  /** See what items a task would have. Nothing is stored. Needs the `write` permission. */
  previewTask(args: PreviewTaskArgs, options?: CallOptions): Promise<TaskPreview> {
    return this.#transport.send(calls.previewTask, args, options);
  }

  /** One task in full. Needs the `read` permission. */
  getTask(args: GetTaskArgs, options?: CallOptions): Promise<TaskDetail> {
    return this.#transport.send(calls.getTask, args, options);
  }

  /** Change name, priority or sharing of a task. By its owner, managers and administrators. What is left out stays. A new priority counts for items that have not been claimed yet. Needs the `write` permission. */
  updateTask(args: UpdateTaskArgs, options?: CallOptions): Promise<TaskDetail> {
    return this.#transport.send(calls.updateTask, args, options);
  }

  /** Delete a task with its files. By its owner, or with the `delete` permission. A running one is cancelled first. Needs the `write` permission. */
  deleteTask(args: DeleteTaskArgs, options?: CallOptions): Promise<null> {
    return this.#transport.send(calls.deleteTask, args, options);
  }

  /** Cancel a task, or chosen items of it. By its owner, managers and administrators. With `items` only these, also while the rest of the task runs; all or nothing: where one does not fit, a 409 names it. An item fits that has not ended. Needs the `write` permission. */
  cancelTask(args: CancelTaskArgs, options?: CallOptions): Promise<TaskDetail> {
    return this.#transport.send(calls.cancelTask, args, options);
  }

  /** Run failed and cancelled items again, all or chosen ones. By its owner, managers and administrators. All of a finished task: a new round begins. With `items` only these, also while the rest of the task runs; all or nothing: where one does not fit, a 409 names it. An item fits that failed or was cancelled; `retry_round` does not rise then. Needs the `write` permission. */
  retryTask(args: RetryTaskArgs, options?: CallOptions): Promise<TaskDetail> {
    return this.#transport.send(calls.retryTask, args, options);
  }

  /** Create up to 100 tasks, all or none. Faults of all are named as `tasks.3.params.x`, and then nothing is created. One `Idempotency-Key` stands for the batch. Needs the `write` permission. */
  createTasks(args: CreateTasksArgs, options?: CallOptions): Promise<TaskBatch> {
    return this.#transport.send(calls.createTasks, args, options);
  }

  /** Cancel, retry or delete many tasks. Those of `ids`, or what `filter` matches at this moment, at most 1,000. Each succeeds or fails by itself; who may do it is decided task by task. With `expected` another number of matches is a 409, and nothing is done. Needs the `write` permission. */
  changeTasks(args: ChangeTasksArgs, options?: CallOptions): Promise<BulkResults> {
    return this.#transport.send(calls.changeTasks, args, options);
  }

  /** The items of a task, by index. Also those not yet released. Needs the `read` permission. */
  listItems(args: ListItemsArgs, options?: CallOptions): Pages<Item> {
    return this.#transport.pages(calls.listItems, args, options);
  }

  /** One item of a task. Needs the `read` permission. */
  getItem(args: GetItemArgs, options?: CallOptions): Promise<Item> {
    return this.#transport.send(calls.getItem, args, options);
  }

  /** What the handler of an item logged, oldest first. The last 200 lines of all attempts, at most 64 KiB; a line is here within two seconds. Needs the `read` permission. */
  listItemLogs(args: ListItemLogsArgs, options?: CallOptions): Pages<ItemLogLine> {
    return this.#transport.pages(calls.listItemLogs, args, options);
  }

  /** The bytes of a file. Takes `If-None-Match`, and `Range` with `If-Range`. PNG, JPEG and WebP are shown in place, all else is downloaded. Needs the `read` permission, or a signed link. */
  getFile(args: GetFileArgs, options?: CallOptions): Promise<Response> {
    return this.#transport.send(calls.getFile, args, options);
  }

  /** Follow all visible tasks. Events named `task.updated`: first a snapshot, then each change. `data` is one JSON object, the schema `TaskEvent`; the id is the revision. Comments are heartbeats. A reconnect gets a fresh snapshot; no history is kept. The stream ends soon after its session or right does. Try it with `curl -N`: this page shows no answer before its end. Needs the `read` permission. */
  followTasks(options?: FollowOptions): EventStream<TaskEvent> {
    return this.#transport.stream(calls.followTasks, {}, options);
  }

  /** Follow one task. Events named `task.updated`: first a snapshot, then each change. `data` is one JSON object, the schema `TaskEvent`; the id is the revision. Comments are heartbeats. A reconnect gets a fresh snapshot; no history is kept. The stream ends soon after its session or right does. Try it with `curl -N`: this page shows no answer before its end. Needs the `read` permission. */
  followTask(args: FollowTaskArgs, options?: FollowOptions): EventStream<TaskEvent> {
    return this.#transport.stream(calls.followTask, args, options);
  }
}
