import type { Db, IndexDescription } from 'mongodb';
import { OWNED_PLACE } from './owned-places.ts';

/** The collections of the database, in one place. */
export const COLLECTIONS = {
  users: 'users',
  sessions: 'sessions',
  preferences: 'preferences',
  passwordLinks: 'password_links',
  tasks: 'tasks',
  deletedTasks: 'deleted_tasks',
  items: 'items',
  itemLogs: 'item_logs',
  workers: 'workers',
  typePauses: 'type_pauses',
  statistics: 'statistics',
  idempotency: 'idempotency',
  schedules: 'schedules',
  firings: 'firings',
  quotaHolds: 'quota_holds',
  audit: 'audit',
  apiKeys: 'api_keys',
  webhooks: 'webhooks',
  webhookDeliveries: 'webhook_deliveries',
  secrets: 'secrets',
  schema: 'schema',
  probes: 'probes',
  trials: 'trials',
  files: 'files.files',
  chunks: 'files.chunks',
} as const;

/** The condition "has a time" in partial indexes: `$exists` would include null. Queries repeat it so that the index can serve them. */
export const HAS_TIME = { $gt: '' };

/** The condition "at least one", likewise. */
export const SOME = { $gt: 0 };

const FAILURES = { partialFilterExpression: { failed_items: SOME } };
const SHARED = { partialFilterExpression: { shared: true } };
const SHARED_FAILURES = { partialFilterExpression: { shared: true, failed_items: SOME } };

/**
 * Every index besides `_id`. Lists are ordered by `_id`, newest first, so each of their indexes ends with it; `listed`
 * is the status, or `deleted`. A query of all statuses names all six: MongoDB then merges six ordered scans of one index,
 * which is why a filter of owner, type or sharing needs one index and not one for each combination with a status.
 * A query repeats the condition of a partial index, so the index contains that field too: otherwise a count reads each document, which takes
 * ten times as long.
 *
 * Sharding: tasks and sessions by {_id: 'hashed'}, items by {task_id: 'hashed'} (each query of items names the task),
 * files.chunks by {files_id: 1}, files.files by {_id: 1}. Everything else is small and stays on one shard; users must,
 * because their e-mail is unique.
 */
export const INDEXES: Record<keyof typeof COLLECTIONS, IndexDescription[]> = {
  users: [
    { name: 'email', key: { email: 1 }, unique: true },
    { name: 'terms', key: { terms: 1, _id: -1 } },
    { name: 'roles', key: { roles: 1, _id: -1 } },
    { name: 'is_active', key: { is_active: 1, _id: -1 } },
  ],
  sessions: [
    { name: 'user_used', key: { user_id: 1, rotated_at: -1 } },
    { name: 'expires', key: { expires_at: 1 } },
  ],
  preferences: [],
  apiKeys: [
    { name: 'hash', key: { key_hash: 1 }, unique: true },
    { name: 'owner', key: { owner_id: 1, _id: -1 } },
    OWNED_PLACE,
  ],
  webhooks: [
    { name: 'owner', key: { owner_id: 1, _id: -1 } },
    { name: 'active', key: { is_active: 1, _id: 1 } },
    OWNED_PLACE,
  ],
  webhookDeliveries: [
    { name: 'webhook', key: { webhook_id: 1, _id: -1 } },
    {
      name: 'pending',
      key: { webhook_id: 1 },
      partialFilterExpression: { status: 'pending' },
    },
    {
      name: 'due',
      key: { next_attempt_at: 1, _id: 1 },
      partialFilterExpression: { status: 'pending' },
    },
  ],
  passwordLinks: [
    { name: 'token', key: { token_hash: 1 }, unique: true },
    { name: 'expires', key: { expires_at: 1 } },
  ],
  tasks: [
    { name: 'all', key: { listed: 1, _id: -1, signature: 1 } },
    { name: 'all_type', key: { type: 1, listed: 1, _id: -1, signature: 1 } },
    { name: 'all_terms', key: { terms: 1, _id: -1, signature: 1 } },
    { name: 'own', key: { owner_id: 1, listed: 1, _id: -1, signature: 1 } },
    { name: 'own_type', key: { owner_id: 1, type: 1, listed: 1, _id: -1, signature: 1 } },
    { name: 'own_terms', key: { owner_id: 1, terms: 1, _id: -1, signature: 1 } },
    { name: 'shared', key: { shared: 1, listed: 1, _id: -1, signature: 1 }, ...SHARED },
    { name: 'shared_type', key: { shared: 1, type: 1, listed: 1, _id: -1, signature: 1 }, ...SHARED },
    { name: 'shared_terms', key: { shared: 1, terms: 1, _id: -1, signature: 1 }, ...SHARED },
    { name: 'shared_own', key: { owner_id: 1, shared: 1, listed: 1, _id: -1, signature: 1 }, ...SHARED },
    {
      name: 'shared_own_type',
      key: { owner_id: 1, shared: 1, type: 1, listed: 1, _id: -1, signature: 1 },
      ...SHARED,
    },
    { name: 'failures', key: { listed: 1, _id: -1, failed_items: 1, signature: 1 }, ...FAILURES },
    {
      name: 'failures_type',
      key: { type: 1, listed: 1, _id: -1, failed_items: 1, signature: 1 },
      ...FAILURES,
    },
    {
      name: 'own_failures',
      key: { owner_id: 1, listed: 1, _id: -1, failed_items: 1, signature: 1 },
      ...FAILURES,
    },
    {
      name: 'own_failures_type',
      key: { owner_id: 1, type: 1, listed: 1, _id: -1, failed_items: 1, signature: 1 },
      ...FAILURES,
    },
    {
      name: 'shared_failures',
      key: { shared: 1, listed: 1, _id: -1, owner_id: 1, failed_items: 1, signature: 1 },
      ...SHARED_FAILURES,
    },
    {
      name: 'shared_failures_type',
      key: { shared: 1, type: 1, listed: 1, _id: -1, owner_id: 1, failed_items: 1, signature: 1 },
      ...SHARED_FAILURES,
    },
    {
      name: 'claimable',
      key: { owner_id: 1, priority: -1, _id: 1, next_available_at: 1 },
      partialFilterExpression: { next_available_at: HAS_TIME },
    },
    {
      name: 'claimable_type',
      key: { owner_id: 1, type: 1, priority: -1, _id: 1, next_available_at: 1 },
      partialFilterExpression: { next_available_at: HAS_TIME },
    },
    {
      name: 'parent',
      key: { parent_id: 1, listed: 1, _id: -1 },
      partialFilterExpression: { parent_id: { $gt: '' } },
    },
    {
      name: 'waiting',
      key: { _id: 1, next_available_at: 1 },
      partialFilterExpression: { next_available_at: HAS_TIME },
    },
    { name: 'running', key: { _id: 1, running: 1 }, partialFilterExpression: { running: { $gt: 0 } } },
    {
      name: 'stored',
      key: { owner_id: 1, stored_bytes: 1 },
      partialFilterExpression: { stored_bytes: { $gt: 0 } },
    },
    {
      name: 'finished',
      key: { finished_at: 1, _id: 1 },
      partialFilterExpression: { finished_at: HAS_TIME },
    },
  ],
  deletedTasks: [{ name: 'day', key: { day: 1 } }],
  // The ids of items are `<task>:<index>`, so `_id` serves every query of items except those by status.
  items: [{ name: 'status', key: { task_id: 1, status: 1, index: 1, round: 1 } }],
  itemLogs: [],
  workers: [{ name: 'lease', key: { lease_until: 1 } }],
  idempotency: [{ name: 'created', key: { created_at: 1 } }],
  typePauses: [],
  statistics: [{ name: 'read', key: { step: 1, at: 1, type: 1 } }],
  schedules: [
    { name: 'due_active', key: { is_active: 1, next_run_at: 1 } },
    { name: 'owner', key: { owner_id: 1, _id: -1 } },
    OWNED_PLACE,
  ],
  audit: [
    { name: 'target_id', key: { 'target.id': 1, _id: -1 } },
    { name: 'actor_id', key: { 'actor.id': 1, _id: -1 } },
    { name: 'action', key: { action: 1, _id: -1 } },
    { name: 'target_type', key: { 'target.type': 1, _id: -1 } },
    { name: 'outcome', key: { outcome: 1, _id: -1 } },
  ],
  quotaHolds: [{ name: 'ends', key: { ends_at: 1 }, expireAfterSeconds: 60 }],
  // A mark is needed as long as another scheduler may be late; two days are more than enough.
  firings: [{ name: 'fired', key: { fired_at: 1 }, expireAfterSeconds: 172_800 }],
  secrets: [],
  schema: [],
  probes: [],
  trials: [],
  files: [
    {
      name: 'key',
      key: {
        'metadata.task_id': 1,
        'metadata.index': 1,
        'metadata.attempt': 1,
        'metadata.name': 1,
        _id: -1,
      },
    },
  ],
  chunks: [{ name: 'files_id_1_n_1', key: { files_id: 1, n: 1 }, unique: true }],
};

/** The fields that these indexes contain or test, those of the most indexes first. */
export function indexedFields(indexes: IndexDescription[]): string[] {
  const counts = new Map<string, number>();
  for (const { key, partialFilterExpression = {} } of indexes)
    for (const name of new Set([...Object.keys(key), ...Object.keys(partialFilterExpression)]))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
}

/** Creates missing indexes; if none is missing, this is one fast call per collection. */
export async function ensureIndexes(
  db: Db,
  names = Object.keys(INDEXES) as (keyof typeof INDEXES)[],
): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      const indexes = INDEXES[name];
      if (indexes.length === 0) return;
      await db.collection(COLLECTIONS[name]).createIndexes(indexes);
    }),
  );
}
