import type {
  Delivery,
  PendingDelivery,
  Webhook,
  WebhookPageQuery,
  WebhookStore,
} from '../../contracts/index.ts';
import { areTexts } from '../../stored-values.ts';
import { inSlices } from '../in-slices.ts';
import { ownedScan } from '../owned-scan.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { AT_REVISION, flag, json, jsonText, number, orNull, revision, Table, text } from '../table.ts';
import type { Writes } from '../writes.ts';

const webhooks = new Table<Webhook>('webhooks', {
  id: text(),
  owner_id: text(),
  url: text(),
  events: json<Webhook['events']>([], areTexts),
  task_types: json<string[]>([], areTexts),
  is_active: flag,
  disabled_reason: orNull(text<NonNullable<Webhook['disabled_reason']>>()),
  disabled_at: orNull(text()),
  secret: text(),
  previous_secret: orNull(text()),
  previous_until: orNull(text()),
  heard_until: text(),
  revision,
  created_at: text(),
  updated_at: text(),
});

const deliveries = new Table<Delivery>('webhook_deliveries', {
  id: text(),
  webhook_id: text(),
  event: text<Delivery['event']>(),
  task_id: orNull(text()),
  run_id: text(),
  body: jsonText,
  status: text<Delivery['status']>(),
  attempts: number,
  response_code: orNull(number),
  duration_ms: orNull(number),
  error: orNull(text()),
  error_zh: orNull(text()),
  next_attempt_at: orNull(text()),
  created_at: text(),
});

/** The operations of the writer thread. */
export const webhookWrites = (prepare: Prepare) => ({
  createWebhook(webhook: Webhook, most: number): 'ok' | 'too_many' {
    const owned = prepare('SELECT count(*) AS n FROM webhooks WHERE owner_id = ?').get(webhook.owner_id);
    if (Number(owned?.n) >= most) return 'too_many';
    prepare(webhooks.insert()).run(...webhooks.values(webhook));
    return 'ok';
  },

  saveWebhook(webhook: Webhook, expected_revision: number): boolean {
    const row = prepare('SELECT heard_until FROM webhooks WHERE id = ?').get(webhook.id);
    if (!row) return false;
    const known = row.heard_until as string;
    const heard_until = known > webhook.heard_until ? known : webhook.heard_until;
    const changed = prepare(
      `UPDATE webhooks SET ${webhooks.assignments()} WHERE id = ? AND ${AT_REVISION}`,
    ).run(...webhooks.values({ ...webhook, heard_until }), webhook.id, expected_revision);
    return changed === 1;
  },

  heardWebhooks(ids: string[], until: string): void {
    for (const id of ids)
      prepare('UPDATE webhooks SET heard_until = ? WHERE id = ? AND heard_until < ?').run(until, id, until);
  },

  deleteWebhook(id: string): boolean {
    return prepare('DELETE FROM webhooks WHERE id = ?').run(id) === 1;
  },

  deleteWebhooksOf(owner_id: string): string[] {
    const rows = prepare('DELETE FROM webhooks WHERE owner_id = ? RETURNING id').all(owner_id);
    return rows.map((row) => row.id as string);
  },

  deleteDeliveries(webhook_id: string, limit: number): number {
    return prepare(
      `DELETE FROM webhook_deliveries WHERE id IN (
          SELECT id FROM webhook_deliveries WHERE webhook_id = ? LIMIT ?)`,
    ).run(webhook_id, limit);
  },

  addDeliveries(list: Delivery[]): void {
    for (const one of list) prepare(deliveries.insert({ or: 'OR IGNORE' })).run(...deliveries.values(one));
  },

  putDelivery(one: Delivery): void {
    prepare(deliveries.insert({ or: 'OR REPLACE' })).run(...deliveries.values(one));
  },

  trimDeliveries(webhook_id: string, keep: number, before: string, limit: number): number {
    return prepare(
      `DELETE FROM webhook_deliveries WHERE id IN (
          SELECT id FROM (SELECT id, status, created_at FROM webhook_deliveries
            WHERE webhook_id = ? ORDER BY id DESC LIMIT -1 OFFSET ?)
          WHERE status <> 'pending' AND created_at < ? LIMIT ?)`,
    ).run(webhook_id, keep, before, limit);
  },
});

const select = `SELECT ${webhooks.columns} FROM webhooks`;
const selectDelivery = `SELECT ${deliveries.columns} FROM webhook_deliveries`;
export const pendingCount = `SELECT count(*) AS n FROM (
  SELECT 1 FROM webhook_deliveries WHERE webhook_id = ? AND status = 'pending' LIMIT ?)`;
export const overdueDeliveries = `SELECT id, webhook_id, run_id, next_attempt_at FROM webhook_deliveries
  WHERE status = 'pending' AND (next_attempt_at, id) > (?, ?) AND next_attempt_at < ? ORDER BY next_attempt_at, id LIMIT ?`;
export const newestDeliveries = `${selectDelivery} WHERE id IN (
  SELECT (SELECT max(d.id) FROM webhook_deliveries d WHERE d.webhook_id = of.value) FROM json_each(?) of)`;
const inList = 'IN (SELECT value FROM json_each(?))';

export class SqliteWebhookStore implements WebhookStore {
  readonly #reader: SqliteReader;
  readonly #writes: Writes<typeof webhookWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof webhookWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  create(webhook: Webhook, most: number): Promise<'ok' | 'too_many'> {
    return this.#writes.createWebhook(webhook, most);
  }

  async get(id: string): Promise<Webhook | null> {
    return webhooks.recordOrNull(this.#reader.list(`${select} WHERE id = ?`, id));
  }

  async page({ limit, offset = 0, ...query }: WebhookPageQuery): Promise<Webhook[]> {
    const { where, values } = ownedScan(query);
    const sql = `${select} WHERE ${where} ORDER BY id DESC LIMIT ? OFFSET ?`;
    return webhooks.records(this.#reader.lists(sql, ...values, limit, offset));
  }

  async count(filter: { owner_id?: string }, cap: number): Promise<number> {
    const { where, values } = ownedScan(filter);
    const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM webhooks WHERE ${where} LIMIT ?)`;
    return this.#reader.get(sql, ...values, cap)?.n as number;
  }

  async activeOf(owner_ids: string[]): Promise<Webhook[]> {
    const sql = `${select} WHERE owner_id ${inList} AND is_active = 1`;
    return webhooks.records(this.#reader.lists(sql, JSON.stringify(owner_ids)));
  }

  async active(limit: number, after_id = ''): Promise<Webhook[]> {
    const sql = `${select} WHERE is_active = 1 AND id > ? ORDER BY id LIMIT ?`;
    return webhooks.records(this.#reader.lists(sql, after_id, limit));
  }

  save(webhook: Webhook, expected_revision: number): Promise<boolean> {
    return this.#writes.saveWebhook(webhook, expected_revision);
  }

  heard(ids: string[], until: string): Promise<void> {
    return this.#writes.heardWebhooks(ids, until);
  }

  async delete(id: string): Promise<boolean> {
    const was_there = await this.#writes.deleteWebhook(id);
    await this.deleteDeliveries(id);
    return was_there;
  }

  async deleteOf(owner_id: string): Promise<string[]> {
    const ids = await this.#writes.deleteWebhooksOf(owner_id);
    for (const id of ids) await this.deleteDeliveries(id);
    return ids;
  }

  async deleteDeliveries(webhook_id: string): Promise<void> {
    await inSlices(Infinity, (slice) => this.#writes.deleteDeliveries(webhook_id, slice));
  }

  async knownDeliveries(ids: string[]): Promise<string[]> {
    const sql = `SELECT id FROM webhook_deliveries WHERE id ${inList}`;
    return this.#reader.lists(sql, JSON.stringify(ids)).map(([id]) => id as string);
  }

  addDeliveries(list: Delivery[]): Promise<void> {
    return this.#writes.addDeliveries(list);
  }

  async getDelivery(id: string): Promise<Delivery | null> {
    return deliveries.recordOrNull(this.#reader.list(`${selectDelivery} WHERE id = ?`, id));
  }

  putDelivery(delivery: Delivery): Promise<void> {
    return this.#writes.putDelivery(delivery);
  }

  async countPending(webhook_id: string, cap: number): Promise<number> {
    return this.#reader.get(pendingCount, webhook_id, cap)?.n as number;
  }

  async overdue(before: string, limit: number, after?: PendingDelivery): Promise<PendingDelivery[]> {
    const from = [after?.next_attempt_at ?? '', after?.id ?? ''];
    return this.#reader
      .lists(overdueDeliveries, ...from, before, limit)
      .map(
        ([id, webhook_id, run_id, at]) =>
          ({ id, webhook_id, run_id, next_attempt_at: at }) as PendingDelivery,
      );
  }

  async nextDelivered(after_webhook_id: string): Promise<string | null> {
    const sql = 'SELECT min(webhook_id) AS id FROM webhook_deliveries WHERE webhook_id > ?';
    return (this.#reader.get(sql, after_webhook_id)?.id as string | null) ?? null;
  }

  async deliveries(webhook_id: string, limit: number): Promise<Delivery[]> {
    const sql = `${selectDelivery} WHERE webhook_id = ? ORDER BY id DESC LIMIT ?`;
    return deliveries.records(this.#reader.lists(sql, webhook_id, limit));
  }

  async lastDeliveries(webhook_ids: string[]): Promise<Delivery[]> {
    return deliveries.records(this.#reader.lists(newestDeliveries, JSON.stringify(webhook_ids)));
  }

  trimDeliveries(webhook_id: string, keep: number, before: string, limit: number): Promise<number> {
    return this.#writes.trimDeliveries(webhook_id, keep, before, limit);
  }
}
