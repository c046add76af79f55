import {
  type Counters,
  type Database,
  type Delivery,
  newId,
  type TaskEndEvent,
  type User,
  type Webhook,
} from '../../data/contracts/index.ts';
import { Fault, type FaultDetail } from '../../errors.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import { type AccountActor, demand, may } from '../actor.ts';
import type { AuditAction } from '../audit/actions.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { newestFirst, type Page, type PageQuery, pageOfAll, pageStart } from '../paging.ts';
import { NOTHING_COUNTED, openWhileAway, refuseAbove } from '../rate-limit.ts';
import type { DeliveryOutbox } from './delivery-outbox.ts';
import { DELIVERIES_KEPT } from './missed-ends.ts';
import type { WebhookAddresses } from './webhook-addresses.ts';
import type { WebhookSecrets } from './webhook-secrets.ts';
import {
  type DeliveryView,
  deliveryView,
  type WebhookView,
  type WebhookWithSecret,
  webhookView,
} from './webhook-views.ts';

/** Each task that ends causes a message to each webhook of its owner. */
export const MOST_WEBHOOKS_PER_OWNER = 20;
/** Tests and repeated deliveries that may be requested in a minute, for all webhooks of an account together. */
export const MOST_ASKED_A_MINUTE = 60;
/** How long messages are also signed with the previous secret. */
const OLD_SECRET_MS = 24 * 3_600_000;
/** How often a change is repeated if another one came first. */
const TRIES = 10;

export interface NewWebhook {
  url: string;
  events: TaskEndEvent[];
  task_types?: string[];
  is_active?: boolean;
}

export type WebhookChanges = Partial<NewWebhook>;

export interface WebhooksParts {
  database: Pick<Database, 'webhooks' | 'users'>;
  secrets: WebhookSecrets;
  outbox: DeliveryOutbox;
  audit: AuditLog;
  clock: SteadyClock;
  addresses: WebhookAddresses;
  /** Those that people can create tasks of. */
  types: ReadonlyMap<string, unknown>;
  /** Null where rate limits are switched off. */
  counters: Counters | null;
}

/** Webhooks, as their owners and administrators see and change them. A webhook that the actor may not see is `not_found`. */
export class Webhooks {
  readonly #parts: WebhooksParts;
  readonly #store: Database['webhooks'];

  constructor(parts: WebhooksParts) {
    this.#parts = parts;
    this.#store = parts.database.webhooks;
  }

  /** What is wrong with the URL and the task types, as far as it can be said without a look-up. `kept` are the webhook's present types. */
  faultsOf({ url, task_types = [] }: WebhookChanges, kept: readonly string[] = []): FaultDetail[] {
    const faults = url === undefined ? [] : this.#parts.addresses.faultsOf(url);
    return [...faults, ...this.#typeFaults(task_types, kept)];
  }

  /** The same for a change of this webhook. */
  async faultsOfChange(actor: AccountActor, id: string, given: WebhookChanges): Promise<FaultDetail[]> {
    const { task_types } = await this.#visible(actor, id);
    return this.faultsOf(given, task_types);
  }

  /** Throws `validation_failed` for an address that must not be called and for an unknown type, `too_many`, and `too_many_requests`. */
  async create(actor: AccountActor, given: NewWebhook): Promise<WebhookWithSecret> {
    demand(actor, 'write');
    const { secrets, addresses } = this.#parts;
    // Before the name is looked up: an account that has the maximum causes no look-up.
    const owned = await this.#store.count({ owner_id: actor.id }, MOST_WEBHOOKS_PER_OWNER);
    if (owned >= MOST_WEBHOOKS_PER_OWNER) throw new Fault('too_many');
    this.#check(given);
    const url = addresses.spelled(given.url);
    await addresses.check(actor.id, url);
    const id = newId();
    const secret = secrets.fresh();
    const now = this.#now();
    const { is_active = true } = given;
    const webhook: Webhook = {
      id,
      owner_id: actor.id,
      url: url.href,
      events: given.events,
      task_types: given.task_types ?? [],
      is_active,
      ...(is_active ? ON : { disabled_reason: 'switched_off', disabled_at: now }),
      secret: secrets.seal(id, secret),
      previous_secret: null,
      previous_until: null,
      heard_until: now,
      revision: 1,
      created_at: now,
      updated_at: now,
    };
    if ((await this.#store.create(webhook, MOST_WEBHOOKS_PER_OWNER)) !== 'ok') throw new Fault('too_many');
    await this.#note('webhook.create', actor, webhook, { host: url.host });
    return { ...webhookView(webhook, { owner: actor }), secret };
  }

  /** The actor's own webhooks; for administrators all, or those of one account. Newest first. */
  async list(
    actor: AccountActor,
    { owner_id, ...paging }: PageQuery & { owner_id?: string },
  ): Promise<Page<WebhookView>> {
    demand(actor, 'write');
    const all = may(actor, 'admin');
    if (!all && owner_id !== undefined && owner_id !== actor.id) throw new Fault('permission_denied');
    const owner = all ? owner_id : actor.id;
    const filter = owner === undefined ? {} : { owner_id: owner };
    const found = await newestFirst(this.#store, filter, pageStart(paging, ['webhooks', owner]));
    return { ...found, items: await this.#views(actor, found.items) };
  }

  async get(actor: AccountActor, id: string): Promise<WebhookView> {
    return this.#view(actor, await this.#visible(actor, id));
  }

  /** Changes the given fields. A webhook that is switched on again reports tasks that end from then on. */
  async update(actor: AccountActor, id: string, given: WebhookChanges): Promise<WebhookView> {
    const { task_types } = await this.#visible(actor, id);
    this.#check(given, task_types);
    const { url, ...rest } = given;
    const set: Partial<Webhook> = { ...rest };
    if (url !== undefined) set.url = await this.#checkedUrl(actor, url);
    const changed = await this.#change(id, (stored, now) => ({ ...set, ...switched(stored, set, now) }));
    await this.#note('webhook.update', actor, changed, { fields: Object.keys(given) });
    return this.#view(actor, changed);
  }

  async delete(actor: AccountActor, id: string): Promise<void> {
    const webhook = await this.#visible(actor, id);
    if (!(await this.#store.delete(id))) throw new Fault('not_found');
    await this.#note('webhook.delete', actor, webhook, { host: URL.parse(webhook.url)?.host ?? null });
  }

  /** Messages are signed with both secrets for 24 hours. */
  async rotateSecret(actor: AccountActor, id: string): Promise<WebhookWithSecret> {
    await this.#visible(actor, id);
    const { secrets, clock } = this.#parts;
    const secret = secrets.fresh();
    const changed = await this.#change(id, (stored) => ({
      secret: secrets.seal(id, secret),
      previous_secret: stored.secret,
      previous_until: new Date(clock.now() + OLD_SECRET_MS).toISOString(),
    }));
    await this.#note('webhook.rotate_secret', actor, changed, {});
    return { ...(await this.#view(actor, changed)), secret };
  }

  /** Sends a test message, even if the webhook is switched off. Throws `too_many_requests`. */
  async test(actor: AccountActor, id: string): Promise<DeliveryView> {
    const webhook = await this.#visible(actor, id);
    await this.#countAsked(webhook);
    return deliveryView(await this.#parts.outbox.addTest(webhook), actor.language);
  }

  /** The last 100, newest first. */
  async deliveries(actor: AccountActor, id: string, paging: PageQuery): Promise<Page<DeliveryView>> {
    await this.#visible(actor, id);
    const found = await this.#store.deliveries(id, DELIVERIES_KEPT);
    return pageOfAll(
      found.map((one) => deliveryView(one, actor.language)),
      paging,
      ['deliveries', id],
    );
  }

  /** Sends a message again at once with the same id, whatever its status. Throws `too_many_requests`. */
  async redeliver(actor: AccountActor, id: string, delivery_id: string): Promise<DeliveryView> {
    const webhook = await this.#visible(actor, id);
    const delivery: Delivery | null = await this.#store.getDelivery(delivery_id);
    if (delivery?.webhook_id !== id) throw new Fault('not_found');
    await this.#countAsked(webhook);
    return deliveryView(await this.#parts.outbox.sendAgain(webhook, delivery), actor.language);
  }

  /** A mistyped type would never be reported. One that the webhook has already may have vanished since, and stays. */
  #typeFaults(given: readonly string[], kept: readonly string[]): FaultDetail[] {
    const { types } = this.#parts;
    const known = [...types.keys()];
    return given.flatMap((type, at) =>
      types.has(type) || kept.includes(type)
        ? []
        : {
            path: `task_types.${at}`,
            message: `is not a known task type; known are ${known.join(', ')}`,
            zh: `不是已知的任务类型；已知类型：${known.join('、')}`,
          },
    );
  }

  #check(given: WebhookChanges, kept?: readonly string[]): void {
    const details = this.faultsOf(given, kept);
    if (details.length > 0) throw new Fault('validation_failed', { details });
  }

  async #checkedUrl(actor: AccountActor, given: string): Promise<string> {
    const { addresses } = this.#parts;
    const url = addresses.spelled(given);
    await addresses.check(actor.id, url);
    return url.href;
  }

  /** Counted for the owner, whoever asks: the owner chose the URL that is called. */
  async #countAsked({ owner_id }: Webhook): Promise<void> {
    const { counters } = this.#parts;
    if (!counters) return;
    const { count, resets_in_ms } = await openWhileAway(
      () => counters.hit(`webhook:asked:${owner_id}`, 60_000),
      NOTHING_COUNTED,
    );
    refuseAbove(MOST_ASKED_A_MINUTE, { count: count - 1, resets_in_ms });
  }

  /** Compare-and-set, repeated if another change came first. Throws `not_found`, `edit_conflict`. */
  async #change(id: string, setOf: (stored: Webhook, now: string) => Partial<Webhook>): Promise<Webhook> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const stored = await this.#store.get(id);
      if (!stored) throw new Fault('not_found');
      const now = this.#now();
      const { revision } = stored;
      const next: Webhook = {
        ...stored,
        ...setOf(stored, now),
        revision: revision + 1,
        updated_at: now,
      };
      if (await this.#store.save(next, revision)) return next;
    }
    throw new Fault('edit_conflict');
  }

  async #visible(actor: AccountActor, id: string): Promise<Webhook> {
    demand(actor, 'write');
    const webhook = await this.#store.get(id);
    if (!webhook || (webhook.owner_id !== actor.id && !may(actor, 'admin'))) throw new Fault('not_found');
    return webhook;
  }

  async #view(actor: AccountActor, webhook: Webhook): Promise<WebhookView> {
    const [view] = await this.#views(actor, [webhook]);
    return view as WebhookView;
  }

  async #views({ language }: AccountActor, webhooks: Webhook[]): Promise<WebhookView[]> {
    const [owners, newest] = await Promise.all([
      this.#ownersOf(webhooks),
      this.#store.lastDeliveries(webhooks.map(({ id }) => id)),
    ]);
    const last = new Map(newest.map((one) => [one.webhook_id, one]));
    return webhooks.map((one) =>
      webhookView(one, { owner: owners.get(one.owner_id), last: last.get(one.id), language }),
    );
  }

  async #ownersOf(webhooks: Webhook[]): Promise<Map<string, User>> {
    const ids = [...new Set(webhooks.map(({ owner_id }) => owner_id))];
    const found = ids.length > 0 ? await this.#parts.database.users.getMany(ids) : [];
    return new Map(found.map((user) => [user.id, user]));
  }

  async #note(action: AuditAction, actor: AccountActor, { id, owner_id }: Webhook, details: object) {
    const target = { type: 'webhook', id };
    await this.#parts.audit.record({ action, actor, target, details: { owner_id, ...details } });
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString();
  }
}

const ON = { disabled_reason: null, disabled_at: null } as const;

/** What else changes when a webhook is switched on or off. */
function switched(stored: Webhook, { is_active }: Partial<Webhook>, now: string): Partial<Webhook> {
  if (is_active === undefined || is_active === stored.is_active) return {};
  if (is_active) return { ...ON, heard_until: now };
  return { disabled_reason: 'switched_off', disabled_at: now };
}
