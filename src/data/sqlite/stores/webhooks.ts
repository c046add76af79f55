import type { Delivery, Webhook, WebhookPageQuery, WebhookStore } from '../../contracts/index.ts';
import { ownedScan } from '../owned-scan.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import type { SqliteWriter } from '../sqlite-writer.ts';
import { flag, json, jsonText, number, orNull, Table, text } from '../table.ts';

const webhooks = new Table<Webhook>('webhooks', {
  id: text(),
  owner_id: text(),
  url: text(),
  events: json<Webhook['events']>([]),
  task_types: json<string[]>([]),
  is_active: flag,
  secret: text(),
  previous_secret: orNull(text()),
  previous_until: orNull(text()),
  heard_until: text(),
  revision: number,
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
  next_attempt_at: orNull(text()),
  created_at: text(),
});

/** What the writer thread does. */
export const webhookWrites = (prepare: Prepare) => {
  const deleteDeliveries = (webhook_id: string) =>
    prepare('DELETE FROM webhook_deliveries WHERE webhook_id = ?').run(webhook_id);

  return {
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
        `UPDATE webhooks SET ${webhooks.assignments()} WHERE id = ? AND revision = ?`,
      ).run(...webhooks.values({ ...webhook, heard_until }), webhook.id, expected_revision);
      return changed === 1;
    },

    heardWebhooks(ids: string[], until: string): void {
      for (const id of ids)
        prepare('UPDATE webhooks SET heard_until = ? WHERE id = ? AND heard_until < ?').run(until, id, until);
    },

    deleteWebhook(id: string): boolean {
      deleteDeliveries(id);
      return prepare('DELETE FROM webhooks WHERE id = ?').run(id) === 1;
    },

    deleteWebhooksOf(owner_id: string): string[] {
      const rows = prepare('DELETE FROM webhooks WHERE owner_id = ? RETURNING id').all(owner_id);
      const ids = rows.map((row) => row.id as string);
      for (const id of ids) deleteDeliveries(id);
      return ids;
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
  };
};

const select = `SELECT ${webhooks.columns} FROM webhooks`;
const selectDelivery = `SELECT ${deliveries.columns} FROM webhook_deliveries`;
const inList = 'IN (SELECT value FROM json_each(?))';

export class SqliteWebhookStore implements WebhookStore {
  readonly #reader: SqliteReader;
  readonly #writer: SqliteWriter;

  constructor(reader: SqliteReader, writer: SqliteWriter) {
    this.#reader = reader;
    this.#writer = writer;
  }

  create(webhook: Webhook, most: number): Promise<'ok' | 'too_many'> {
    return this.#writer.run('createWebhook', webhook, most);
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
    return this.#writer.run('saveWebhook', webhook, expected_revision);
  }

  heard(ids: string[], until: string): Promise<void> {
    return this.#writer.run('heardWebhooks', ids, until);
  }

  delete(id: string): Promise<boolean> {
    return this.#writer.run('deleteWebhook', id);
  }

  deleteOf(owner_id: string): Promise<string[]> {
    return this.#writer.run('deleteWebhooksOf', owner_id);
  }

  async knownDeliveries(ids: string[]): Promise<string[]> {
    const sql = `SELECT id FROM webhook_deliveries WHERE id ${inList}`;
    return this.#reader.lists(sql, JSON.stringify(ids)).map(([id]) => id as string);
  }

  addDeliveries(list: Delivery[]): Promise<void> {
    return this.#writer.run('addDeliveries', list);
  }

  async getDelivery(id: string): Promise<Delivery | null> {
    return deliveries.recordOrNull(this.#reader.list(`${selectDelivery} WHERE id = ?`, id));
  }

  putDelivery(delivery: Delivery): Promise<void> {
    return this.#writer.run('putDelivery', delivery);
  }

  async deliveries(webhook_id: string, limit: number): Promise<Delivery[]> {
    const sql = `${selectDelivery} WHERE webhook_id = ? ORDER BY id DESC LIMIT ?`;
    return deliveries.records(this.#reader.lists(sql, webhook_id, limit));
  }

  trimDeliveries(webhook_id: string, keep: number, before: string, limit: number): Promise<number> {
    return this.#writer.run('trimDeliveries', webhook_id, keep, before, limit);
  }
}
