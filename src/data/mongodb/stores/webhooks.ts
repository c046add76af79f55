import type { Collection, Db, Filter } from 'mongodb';
import type {
  Delivery,
  PendingDelivery,
  Webhook,
  WebhookPageQuery,
  WebhookStore,
} from '../../contracts/index.ts';
import { areTexts } from '../../stored-values.ts';
import {
  type DocumentOf,
  Documents,
  type Fields,
  flag,
  list,
  number,
  numberOrNull,
  text,
  textOrNull,
} from '../fields.ts';
import { COLLECTIONS } from '../indexes.ts';
import { insertWithin, type Placed } from '../owned-places.ts';
import { atRevision } from '../revisions.ts';

const hookFields = {
  id: text(),
  owner_id: text(),
  url: text(),
  events: list<Webhook['events'][number]>(areTexts, []),
  task_types: list<string>(areTexts, []),
  is_active: flag(),
  disabled_reason: textOrNull<NonNullable<Webhook['disabled_reason']>>(),
  disabled_at: textOrNull(),
  secret: text(),
  previous_secret: textOrNull(),
  previous_until: textOrNull(),
  heard_until: text(),
  revision: number(1),
  created_at: text(),
  updated_at: text(),
} satisfies Fields<Webhook>;

const deliveryFields = {
  id: text(),
  webhook_id: text(),
  event: text<Delivery['event']>(),
  task_id: textOrNull(),
  run_id: text(),
  body: text(),
  status: text<Delivery['status']>(),
  attempts: number(0),
  response_code: numberOrNull(),
  duration_ms: numberOrNull(),
  error: textOrNull(),
  error_zh: textOrNull(),
  next_attempt_at: textOrNull(),
  created_at: text(),
} satisfies Fields<Delivery>;

const hooks = new Documents<Webhook, typeof hookFields>('webhooks', hookFields);
const deliveries = new Documents<Delivery, typeof deliveryFields>('webhook_deliveries', deliveryFields);

type HookDocument = DocumentOf<typeof hookFields> & Pick<Placed, 'place'>;
type DeliveryDocument = DocumentOf<typeof deliveryFields>;

/** How many deliveries one statement removes. */
const SLICE = 500;

/** Webhooks and their deliveries. */
export class MongoWebhookStore implements WebhookStore {
  readonly #hooks: Collection<HookDocument>;
  readonly #deliveries: Collection<DeliveryDocument>;

  constructor(db: Db) {
    this.#hooks = db.collection(COLLECTIONS.webhooks);
    this.#deliveries = db.collection(COLLECTIONS.webhookDeliveries);
  }

  async create(webhook: Webhook, most: number): Promise<'ok' | 'too_many'> {
    const outcome = await insertWithin(this.#hooks, hooks.toDocument(webhook), most);
    if (outcome === 'exists') throw new Error('a webhook with this id exists already');
    return outcome;
  }

  async get(id: string): Promise<Webhook | null> {
    return hooks.toRecordOrNull(await this.#hooks.findOne({ _id: id }));
  }

  async page({ owner_id, before_id, offset = 0, limit }: WebhookPageQuery): Promise<Webhook[]> {
    if (limit < 1) return [];
    const filter: Filter<HookDocument> = {
      ...(owner_id === undefined ? {} : { owner_id }),
      ...(before_id === undefined ? {} : { _id: { $lt: before_id } }),
    };
    const found = this.#hooks.find(filter, { hint: owner_id === undefined ? '_id_' : 'owner' });
    return hooks.toRecords(await found.sort({ _id: -1 }).skip(offset).limit(limit).toArray());
  }

  count({ owner_id }: { owner_id?: string }, cap: number): Promise<number> {
    return this.#hooks.countDocuments(owner_id === undefined ? {} : { owner_id }, {
      limit: cap,
      hint: owner_id === undefined ? '_id_' : 'owner',
    });
  }

  async activeOf(owner_ids: string[]): Promise<Webhook[]> {
    if (owner_ids.length === 0) return [];
    const filter = { owner_id: { $in: owner_ids }, is_active: true };
    return hooks.toRecords(await this.#hooks.find(filter, { hint: 'owner' }).toArray());
  }

  async active(limit: number, after_id = ''): Promise<Webhook[]> {
    if (limit < 1) return [];
    const found = this.#hooks.find({ is_active: true, _id: { $gt: after_id } }, { hint: 'active' });
    return hooks.toRecords(await found.sort({ _id: 1 }).limit(limit).toArray());
  }

  async save(webhook: Webhook, expected_revision: number): Promise<boolean> {
    const { heard_until, ...change } = hooks.toChange(webhook);
    const { matchedCount } = await this.#hooks.updateOne(
      { _id: webhook.id, ...atRevision(expected_revision) },
      { $set: change, $max: { heard_until } },
    );
    return matchedCount === 1;
  }

  async heard(ids: string[], until: string): Promise<void> {
    if (ids.length > 0) await this.#hooks.updateMany({ _id: { $in: ids } }, { $max: { heard_until: until } });
  }

  async delete(id: string): Promise<boolean> {
    const { deletedCount } = await this.#hooks.deleteOne({ _id: id });
    await this.deleteDeliveries(id);
    return deletedCount === 1;
  }

  async deleteOf(owner_id: string): Promise<string[]> {
    const found = await this.#hooks.find({ owner_id }, { projection: { _id: 1 } }).toArray();
    const ids = found.map(({ _id }) => _id);
    if (ids.length === 0) return ids;
    await this.#hooks.deleteMany({ _id: { $in: ids } });
    for (const id of ids) await this.deleteDeliveries(id);
    return ids;
  }

  async deleteDeliveries(webhook_id: string): Promise<void> {
    for (;;) {
      const some = this.#deliveries.find({ webhook_id }, { projection: { _id: 1 }, hint: 'webhook' });
      const ids = (await some.limit(SLICE).toArray()).map(({ _id }) => _id);
      if (ids.length > 0) await this.#deliveries.deleteMany({ _id: { $in: ids } });
      if (ids.length < SLICE) return;
    }
  }

  async knownDeliveries(ids: string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const found = this.#deliveries.find({ _id: { $in: ids } }, { projection: { _id: 1 } });
    return (await found.toArray()).map(({ _id }) => _id);
  }

  async addDeliveries(list: Delivery[]): Promise<void> {
    if (list.length === 0) return;
    const operations = list.map((one) => ({
      updateOne: {
        filter: { _id: one.id },
        update: { $setOnInsert: deliveries.toChange(one) },
        upsert: true,
      },
    }));
    await this.#deliveries.bulkWrite(operations, { ordered: false });
  }

  async getDelivery(id: string): Promise<Delivery | null> {
    return deliveries.toRecordOrNull(await this.#deliveries.findOne({ _id: id }));
  }

  async putDelivery(delivery: Delivery): Promise<void> {
    const change = { $set: deliveries.toChange(delivery) };
    await this.#deliveries.updateOne({ _id: delivery.id }, change, { upsert: true });
  }

  countPending(webhook_id: string, cap: number): Promise<number> {
    return this.#deliveries.countDocuments(
      { webhook_id, status: 'pending' },
      { limit: cap, hint: 'pending' },
    );
  }

  async overdue(before: string, limit: number, after?: PendingDelivery): Promise<PendingDelivery[]> {
    if (limit < 1) return [];
    const at = after?.next_attempt_at ?? '';
    const filter: Filter<DeliveryDocument> = {
      status: 'pending',
      next_attempt_at: { $gte: at, $lt: before },
      $or: [{ next_attempt_at: { $gt: at } }, { _id: { $gt: after?.id ?? '' } }],
    };
    const projection = { webhook_id: 1, run_id: 1, next_attempt_at: 1 } as const;
    const found = this.#deliveries.find(filter, { projection, hint: 'due' });
    const list = await found.sort({ next_attempt_at: 1, _id: 1 }).limit(limit).toArray();
    return list.map(({ _id, ...rest }) => ({ id: _id, ...rest }));
  }

  async nextDelivered(after_webhook_id: string): Promise<string | null> {
    const filter = { webhook_id: { $gt: after_webhook_id } };
    const found = await this.#deliveries.findOne(filter, {
      projection: { webhook_id: 1 },
      sort: { webhook_id: 1 },
      hint: 'webhook',
    });
    return found?.webhook_id ?? null;
  }

  async deliveries(webhook_id: string, limit: number): Promise<Delivery[]> {
    if (limit < 1) return [];
    const found = this.#deliveries.find({ webhook_id }, { hint: 'webhook' });
    return deliveries.toRecords(await found.sort({ _id: -1 }).limit(limit).toArray());
  }

  async lastDeliveries(webhook_ids: string[]): Promise<Delivery[]> {
    // One look-up in the index for each webhook; grouping all deliveries would read a hundred times as many.
    const found = await Promise.all(
      webhook_ids.map((webhook_id) =>
        this.#deliveries.findOne({ webhook_id }, { sort: { _id: -1 }, hint: 'webhook' }),
      ),
    );
    return deliveries.toRecords(found.filter((one) => one !== null));
  }

  async trimDeliveries(webhook_id: string, keep: number, before: string, limit: number): Promise<number> {
    if (limit < 1) return 0;
    const newest = this.#deliveries.find({ webhook_id }, { projection: { _id: 1 }, hint: 'webhook' });
    const [oldestKept] = await newest
      .sort({ _id: -1 })
      .skip(Math.max(0, keep - 1))
      .limit(1)
      .toArray();
    if (!oldestKept) return 0;
    const old = this.#deliveries.find(
      { webhook_id, _id: { $lt: oldestKept._id }, status: { $ne: 'pending' }, created_at: { $lt: before } },
      { projection: { _id: 1 }, hint: 'webhook' },
    );
    const ids = (await old.limit(limit).toArray()).map(({ _id }) => _id);
    if (ids.length === 0) return 0;
    return (await this.#deliveries.deleteMany({ _id: { $in: ids } })).deletedCount;
  }
}
