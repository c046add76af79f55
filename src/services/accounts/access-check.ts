import { createHash } from 'node:crypto';
import {
  type ApiKey,
  type Database,
  Unavailable,
  type User,
  type VersionCache,
} from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import { type AccountActor, permissionsOf } from '../actor.ts';
import { apiKeyKey, ENDED, NO_VERSION, STANDS, sessionKey, userKey } from './account-versions.ts';
import type { KeyUses } from './key-uses.ts';

/** The credential of a request: the account and session of a verified access token, or an API key. */
export type Credential =
  | { readonly kind: 'token'; readonly user_id: string; readonly session_id: string }
  | { readonly kind: 'api_key'; readonly key: string };

/** Where a request comes from. */
export type Origin = Pick<AccountActor, 'address' | 'user_agent' | 'request_id' | 'trace' | 'language'>;

/** The caller, and the current state of the account. */
export interface Access {
  actor: AccountActor;
  user: User;
}

export interface AccessCheckParts {
  database: Pick<Database, 'users' | 'sessions' | 'apiKeys'>;
  versions: VersionCache;
  uses: KeyUses;
  /** How many users (and API keys) to keep together with their versions; 0 keeps none. Default 10,000. */
  keep?: number;
}

/** What a credential stands for: an account, through a session or through an API key with some of its permissions. */
interface Holder {
  kind: 'user' | 'api_key';
  user_id: string;
  credential_id: string;
  /** Null = all permissions of the account. */
  permissions: readonly string[] | null;
  /** When an API key expires; null = never, or for sessions, whose end is in the database. */
  expires_at: string | null;
  /** Of the versions that are compared: that of the account, and that of the credential. */
  version_keys: [account: string, credential: string];
}

type Known = (string | null)[];
const NOTHING_KNOWN: Known = [null, null];

/** Checks for each request whether a credential is still valid, by comparing two versions with those kept in memory. */
export class AccessCheck {
  readonly #parts: AccessCheckParts;
  readonly #users: BoundedMap<string, User>;
  readonly #keys: BoundedMap<string, Holder>;
  /** Of sessions: all requests with the same token bring the same credential. */
  readonly #holders = new WeakMap<Credential, Holder>();
  #forgotten = 0;

  constructor(parts: AccessCheckParts) {
    this.#parts = parts;
    const entries = parts.keep ?? 10_000;
    this.#users = new BoundedMap({ entries });
    this.#keys = new BoundedMap({ entries });
  }

  /**
   * The caller behind a credential, with its current permissions; synchronously if the versions are in memory. Throws
   * `not_authenticated` if the account is disabled or deleted, or the credential is no longer valid. Throws `Unavailable`.
   */
  check(credential: Credential, origin: Origin): Access | Promise<Access> {
    if (credential.kind === 'token') return this.#check(this.#holderOf(credential), origin);
    const holder = this.#keys.get(credential.key);
    return holder ? this.#check(holder, origin) : this.#checkNewKey(credential.key, origin);
  }

  /** The same caller later on, for connections that stay open. Throws as `check` does. */
  async recheck(actor: AccountActor): Promise<AccountActor> {
    if (actor.kind === 'user') {
      const holder = sessionHolder({ user_id: actor.id, session_id: actor.credential_id });
      return (await this.#check(holder, actor)).actor;
    }
    const key = await this.#parts.database.apiKeys.get(actor.credential_id);
    if (!key) throw refused();
    return (await this.#check(keyHolder(key), actor)).actor;
  }

  /** Forgets everything, because another process wrote to the database. */
  async forget(): Promise<void> {
    this.#forgotten += 1;
    this.#users.clear();
    this.#keys.clear();
    await this.#parts.versions.clear();
  }

  #holderOf(credential: Credential & { kind: 'token' }): Holder {
    let holder = this.#holders.get(credential);
    if (!holder) {
      holder = sessionHolder(credential);
      this.#holders.set(credential, holder);
    }
    return holder;
  }

  async #checkNewKey(key: string, origin: Origin): Promise<Access> {
    const stored = await this.#parts.database.apiKeys.getByHash(hashOfKey(key));
    if (!stored) throw refused();
    const holder = keyHolder(stored);
    this.#keys.set(key, holder);
    return this.#check(holder, origin);
  }

  #check(holder: Holder, origin: Origin): Access | Promise<Access> {
    if (holder.expires_at !== null && holder.expires_at <= new Date().toISOString()) throw refused();
    const { versions } = this.#parts;
    if (!versions.readNow) return this.#readRemote(holder, origin);
    return this.#settle(holder, origin, versions.readNow(holder.version_keys));
  }

  async #readRemote(holder: Holder, origin: Origin): Promise<Access> {
    const known = await this.#parts.versions.read(holder.version_keys).catch((error: unknown): Known => {
      if (error instanceof Unavailable) return NOTHING_KNOWN;
      throw error;
    });
    return this.#settle(holder, origin, known);
  }

  #settle(holder: Holder, origin: Origin, known: Known): Access | Promise<Access> {
    const [version = null, credential = null] = known;
    if (version === NO_VERSION || (credential !== null && credential !== STANDS)) throw refused();
    if (version === null || credential === null) return this.#lookUp(holder, origin);
    const user = this.#users.get(holder.user_id);
    // The kept account is out of date: with the current one, a change of roles takes effect in this request.
    if (user === undefined || String(user.version) !== version) return this.#loadUser(holder, origin);
    return this.#accessOf(holder, origin, user);
  }

  async #loadUser(holder: Holder, origin: Origin): Promise<Access> {
    return this.#accepted(holder, origin, await this.#parts.database.users.get(holder.user_id));
  }

  async #lookUp(holder: Holder, origin: Origin): Promise<Access> {
    const before = this.#forgotten;
    const [user, stands] = await Promise.all([
      this.#parts.database.users.get(holder.user_id),
      this.#stands(holder),
    ]);
    // A value that was read before everything was forgotten may already have been replaced.
    if (before === this.#forgotten) {
      const [account_key, credential_key] = holder.version_keys;
      await this.#fill([
        [account_key, user ? String(user.version) : NO_VERSION],
        [credential_key, stands ? STANDS : ENDED],
      ]);
    }
    if (!stands) throw refused();
    return this.#accepted(holder, origin, user);
  }

  async #stands({ kind, user_id, credential_id }: Holder): Promise<boolean> {
    const { sessions, apiKeys } = this.#parts.database;
    if (kind === 'api_key') return (await apiKeys.get(credential_id))?.owner_id === user_id;
    const session = await sessions.get(credential_id);
    return session?.user_id === user_id && session.expires_at > new Date().toISOString();
  }

  async #fill(entries: [string, string][]): Promise<void> {
    try {
      await this.#parts.versions.fill(entries);
    } catch (error) {
      // Without the cache every request asks the database.
      if (!(error instanceof Unavailable)) throw error;
    }
  }

  #accepted(holder: Holder, origin: Origin, user: User | null): Access {
    if (!user?.is_active) throw refused();
    this.#users.set(user.id, user);
    return this.#accessOf(holder, origin, user);
  }

  #accessOf({ kind, credential_id, permissions }: Holder, origin: Origin, user: User): Access {
    const held = permissionsOf(user.roles);
    if (kind === 'api_key') this.#parts.uses.note(credential_id);
    return {
      actor: {
        kind,
        id: user.id,
        email: user.email,
        fullname: user.fullname,
        permissions: permissions === null ? held : held.filter((one) => permissions.includes(one)),
        credential_id,
        address: origin.address,
        user_agent: origin.user_agent,
        request_id: origin.request_id,
        trace: origin.trace,
        ...(origin.language && { language: origin.language }),
      },
      user,
    };
  }
}

/** The hash of an API key that is stored, hex. Only its owner knows the key. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

const sessionHolder = ({ user_id, session_id }: { user_id: string; session_id: string }): Holder => ({
  kind: 'user',
  user_id,
  credential_id: session_id,
  permissions: null,
  expires_at: null,
  version_keys: [userKey(user_id), sessionKey(session_id)],
});

const keyHolder = ({ id, owner_id, permissions, expires_at }: ApiKey): Holder => ({
  kind: 'api_key',
  user_id: owner_id,
  credential_id: id,
  permissions,
  expires_at,
  version_keys: [userKey(owner_id), apiKeyKey(id)],
});

const refused = () => new Fault('not_authenticated');
