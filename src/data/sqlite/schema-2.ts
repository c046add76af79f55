/** Accounts without a password, quotas, chosen items, notes, logs, pauses, statistics, schedules over HTTP, keys, audit, webhooks. */
export const secondSchema = `
CREATE TABLE users_2 (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL UNIQUE,
  hashed_password TEXT,
  must_change_password INTEGER NOT NULL,
  fullname TEXT NOT NULL,
  roles TEXT NOT NULL,
  is_active INTEGER NOT NULL,
  quotas TEXT,
  last_sign_in_at TEXT,
  sign_in_places TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
INSERT INTO users_2
  SELECT seq, id, email, hashed_password, 0, fullname, roles, is_active, NULL, NULL, '[]', version, created_at, updated_at FROM users;
DROP TABLE users;
ALTER TABLE users_2 RENAME TO users;
CREATE INDEX users_active ON users (is_active);

DROP INDEX sessions_user;
CREATE INDEX sessions_user ON sessions (user_id, rotated_at);

CREATE TABLE preferences (user_id TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE password_links (
  user_id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX password_links_expired ON password_links (expires_at);

ALTER TABLE tasks ADD COLUMN parent_id TEXT;
ALTER TABLE tasks ADD COLUMN picks TEXT;
ALTER TABLE tasks ADD COLUMN request_id TEXT;
ALTER TABLE tasks ADD COLUMN trace TEXT;
ALTER TABLE tasks ADD COLUMN summary TEXT;
ALTER TABLE tasks ADD COLUMN cover TEXT;
ALTER TABLE tasks ADD COLUMN stored_bytes INTEGER NOT NULL DEFAULT 0;
UPDATE tasks SET stored_bytes = sums.bytes
  FROM (
    SELECT task_id, sum(file.value ->> 'bytes') AS bytes FROM items, json_each(items.files) AS file GROUP BY task_id
  ) AS sums
  WHERE tasks.id = sums.task_id;
CREATE INDEX tasks_stored ON tasks (owner_id, stored_bytes) WHERE stored_bytes > 0;
CREATE INDEX tasks_parent ON tasks (parent_id, status) WHERE parent_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX tasks_owner_all ON tasks (owner_id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_shared_all ON tasks (shared) WHERE shared = 1 AND deleted_at IS NULL;
CREATE INDEX tasks_claimable_type ON tasks (owner_id, type, priority DESC) WHERE next_available_at IS NOT NULL;

CREATE TABLE deleted_tasks (
  owner_id TEXT NOT NULL,
  day TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (owner_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX deleted_tasks_day ON deleted_tasks (day);

ALTER TABLE items ADD COLUMN note TEXT;
CREATE INDEX items_status ON items (task_id, status, "index", round);

CREATE TABLE item_logs (
  task_id TEXT NOT NULL,
  "index" INTEGER NOT NULL,
  lines TEXT NOT NULL,
  PRIMARY KEY (task_id, "index")
) STRICT, WITHOUT ROWID;

DROP TABLE workers;
CREATE TABLE workers (
  id TEXT PRIMARY KEY,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  version TEXT NOT NULL,
  pools TEXT NOT NULL,
  places INTEGER NOT NULL,
  running INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  draining INTEGER NOT NULL,
  lease_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE type_pauses (
  type TEXT PRIMARY KEY,
  paused_at TEXT NOT NULL,
  paused_by TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE statistics (
  step TEXT NOT NULL,
  at TEXT NOT NULL,
  type TEXT NOT NULL,
  completed INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  wait TEXT NOT NULL,
  run TEXT NOT NULL,
  PRIMARY KEY (step, at, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE schedules_2 (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  cron TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  task TEXT NOT NULL,
  is_active INTEGER NOT NULL,
  overlap TEXT NOT NULL,
  next_run_at TEXT,
  last_run TEXT,
  failures INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO schedules_2
  SELECT id, name, cron, timezone, owner_id, task, enabled, 'allow', next_run_at,
    iif(last_run_at IS NULL, NULL, json_object('at', last_run_at, 'task_id', last_task_id, 'error', NULL)),
    0, 1, created_at, updated_at FROM schedules;
DROP TABLE schedules;
ALTER TABLE schedules_2 RENAME TO schedules;
CREATE INDEX schedules_due ON schedules (next_run_at) WHERE is_active = 1 AND next_run_at IS NOT NULL;
CREATE INDEX schedules_owner ON schedules (owner_id);

CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  action TEXT NOT NULL,
  outcome TEXT NOT NULL,
  actor_id TEXT,
  target_type TEXT,
  target_id TEXT,
  actor TEXT,
  target TEXT,
  ip TEXT,
  user_agent TEXT,
  request_id TEXT,
  details TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_actor ON audit (actor_id, id);
CREATE INDEX audit_action ON audit (action, id);
CREATE INDEX audit_target ON audit (target_id, id);
CREATE INDEX audit_target_type ON audit (target_type, id);
CREATE INDEX audit_outcome ON audit (outcome, id);

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  owner_id TEXT NOT NULL,
  name TEXT NOT NULL,
  key_hash TEXT NOT NULL UNIQUE,
  prefix TEXT NOT NULL,
  permissions TEXT NOT NULL,
  expires_at TEXT,
  created_at TEXT NOT NULL,
  last_used_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX api_keys_owner ON api_keys (owner_id);

CREATE TABLE webhooks (
  id TEXT PRIMARY KEY,
  owner_id TEXT NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  task_types TEXT NOT NULL,
  is_active INTEGER NOT NULL,
  disabled_reason TEXT,
  disabled_at TEXT,
  secret TEXT NOT NULL,
  previous_secret TEXT,
  previous_until TEXT,
  heard_until TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX webhooks_owner ON webhooks (owner_id);
CREATE INDEX webhooks_active ON webhooks (id) WHERE is_active = 1;

CREATE TABLE webhook_deliveries (
  id TEXT PRIMARY KEY,
  webhook_id TEXT NOT NULL,
  event TEXT NOT NULL,
  task_id TEXT,
  run_id TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  response_code INTEGER,
  duration_ms INTEGER,
  error TEXT,
  error_zh TEXT,
  next_attempt_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (webhook_id) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at, id) WHERE status = 'pending';

CREATE TABLE probes (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), count INTEGER NOT NULL) STRICT;
INSERT INTO probes VALUES (1, 0);
`;
