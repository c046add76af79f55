import { randomBytes } from 'node:crypto';
import { type ApiKey, type Database, newId, type VersionCache } from '../../data/contracts/index.ts';
import { Fault, type FaultDetail } from '../../errors.ts';
import { type AccountActor, may } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { newestFirst, type Page, type PageQuery, pageStart } from '../paging.ts';
import type { Permission } from '../permissions.ts';
import { hashOfKey } from './access-check.ts';
import { apiKeyKey, ENDED } from './account-versions.ts';

const SHOWN_CHARACTERS = 9;

export interface ApiKeysParts {
  database: Pick<Database, 'apiKeys'>;
  versions: VersionCache;
  audit: AuditLog;
  /** How many keys one account may have. */
  most: number;
}

/** A key as its owner and administrators see it. */
export type ApiKeyView = Omit<ApiKey, 'key_hash'>;

/** The answer when a key is created: the only one that contains the key. */
export type NewApiKeyView = Omit<ApiKeyView, 'owner_id' | 'last_used_at'> & { key: string };

export interface NewApiKey {
  name: string;
  /** Default: the current permissions of the owner. */
  permissions?: Permission[];
  expires_at?: string | null;
}

/** Keys with which programs act for their owner. A key has those of its given permissions that the owner still has. */
export class ApiKeys {
  readonly #parts: ApiKeysParts;

  constructor(parts: ApiKeysParts) {
    this.#parts = parts;
  }

  /** Permissions that the actor does not have, and an end that has passed. */
  faultsOf(actor: AccountActor, { permissions = [], expires_at }: Partial<NewApiKey>): FaultDetail[] {
    const details = permissions.flatMap((one, at) =>
      may(actor, one) ? [] : { path: `permissions.${at}`, ...notYours(one, actor) },
    );
    if (expires_at && !(Date.parse(expires_at) > Date.now()))
      details.push({ path: 'expires_at', message: 'must be in the future', zh: '必须晚于当前时间' });
    return details;
  }

  /** Throws `validation_failed` for what `faultsOf` finds, and `too_many`. */
  async create(actor: AccountActor, given: NewApiKey): Promise<NewApiKeyView> {
    const details = this.faultsOf(actor, given);
    if (details.length > 0) throw new Fault('validation_failed', { details });
    const permissions = given.permissions ?? [...actor.permissions];
    // Normalized, so that times can be compared as text.
    const expires_at = given.expires_at ? new Date(given.expires_at).toISOString() : null;
    const key = `b2_${randomBytes(32).toString('base64url')}`;
    const stored: ApiKey = {
      id: newId(),
      owner_id: actor.id,
      name: given.name,
      key_hash: hashOfKey(key),
      prefix: key.slice(0, SHOWN_CHARACTERS),
      permissions,
      expires_at,
      created_at: new Date().toISOString(),
      last_used_at: null,
    };
    if ((await this.#parts.database.apiKeys.create(stored, this.#parts.most)) !== 'ok') {
      throw new Fault('too_many');
    }
    await this.#note('api_key.create', actor, stored);
    const { key_hash: _hash, owner_id: _owner, last_used_at: _used, ...view } = stored;
    return { ...view, key };
  }

  /** The actor's own keys; for administrators all, or those of one account. Newest first. */
  async list(
    actor: AccountActor,
    { owner_id, ...paging }: PageQuery & { owner_id?: string },
  ): Promise<Page<ApiKeyView>> {
    const all = may(actor, 'admin');
    if (!all && owner_id !== undefined && owner_id !== actor.id) throw new Fault('permission_denied');
    const owner = all ? owner_id : actor.id;
    const filter = owner === undefined ? {} : { owner_id: owner };
    const found = await newestFirst(
      this.#parts.database.apiKeys,
      filter,
      pageStart(paging, ['api keys', owner]),
    );
    return { ...found, items: found.items.map(({ key_hash: _hash, ...view }) => view) };
  }

  /** The key is refused from the next request on, on every node. Throws `not_found`, also for keys of others. */
  async delete(actor: AccountActor, id: string): Promise<void> {
    const { database, versions } = this.#parts;
    const key = await database.apiKeys.get(id);
    if (!key || (key.owner_id !== actor.id && !may(actor, 'admin'))) throw new Fault('not_found');
    if (!(await database.apiKeys.delete(id))) throw new Fault('not_found');
    await versions.write([[apiKeyKey(id), ENDED]]);
    await this.#note('api_key.delete', actor, key);
  }

  async #note(action: 'api_key.create' | 'api_key.delete', actor: AccountActor, key: ApiKey): Promise<void> {
    const { owner_id, name, permissions, expires_at } = key;
    await this.#parts.audit.record({
      action,
      actor,
      target: { type: 'api_key', id: key.id },
      details: { owner_id, name, permissions, expires_at },
    });
  }
}

const notYours = (permission: Permission, { permissions }: AccountActor) => ({
  message: `"${permission}" is not a permission of the key's owner, who has ${permissions.join(', ')}`,
  zh: `密钥的所有者没有“${permission}”权限，其拥有的权限：${permissions.join('、')}`,
});
