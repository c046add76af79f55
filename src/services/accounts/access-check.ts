import { type Database, Unavailable, type User, type VersionCache } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import { type AccountActor, permissionsOf } from '../actor.ts';
import { ENDED, NO_VERSION, STANDS, sessionKey, userKey } from './account-versions.ts';

/** What a request shows to prove who it is from. `token`: the account and session that a checked access token names. */
export type Credential = { readonly kind: 'token'; readonly user_id: string; readonly session_id: string };

/** Where a request comes from. */
export type Origin = Pick<AccountActor, 'address' | 'user_agent' | 'request_id'>;

/** Who calls, and the account as it is now. */
export interface Access {
  actor: AccountActor;
  user: User;
}

export interface AccessCheckParts {
  database: Pick<Database, 'users' | 'sessions'>;
  versions: VersionCache;
  /** Users to keep next to their versions; 0 keeps none. Default 10,000. */
  keep?: number;
}

type Known = (string | null)[];
const NOTHING_KNOWN: Known = [null, null];

/** Tells, for each request, whether a credential still stands: two versions are compared with what is kept in memory. */
export class AccessCheck {
  readonly #database: AccessCheckParts['database'];
  readonly #versions: VersionCache;
  readonly #users: BoundedMap<string, User>;
  #forgotten = 0;

  constructor({ database, versions, keep = 10_000 }: AccessCheckParts) {
    this.#database = database;
    this.#versions = versions;
    this.#users = new BoundedMap({ entries: keep });
  }

  /**
   * The caller behind a credential, with the permissions of this moment; at once where versions are in memory. Throws
   * `not_authenticated` when the account is disabled or gone, or the credential has ended. Throws `Unavailable`.
   */
  check(credential: Credential, origin: Origin): Access | Promise<Access> {
    const { user_id, session_id } = credential;
    const keys = [userKey(user_id), sessionKey(session_id)];
    if (!this.#versions.readNow) return this.#readRemote(keys, credential, origin);
    return this.#settle(credential, origin, this.#versions.readNow(keys));
  }

  /** The same caller later on, for what stays open longer than a request. Throws as `check` does. */
  async recheck(actor: AccountActor): Promise<AccountActor> {
    const credential = { kind: 'token', user_id: actor.id, session_id: actor.credential_id } as const;
    return (await this.check(credential, actor)).actor;
  }

  /** Forgets everything known: somebody else wrote to the database. */
  async forget(): Promise<void> {
    this.#forgotten += 1;
    this.#users.clear();
    await this.#versions.clear();
  }

  async #readRemote(keys: string[], credential: Credential, origin: Origin): Promise<Access> {
    const known = await this.#versions.read(keys).catch((error: unknown): Known => {
      if (error instanceof Unavailable) return NOTHING_KNOWN;
      throw error;
    });
    return this.#settle(credential, origin, known);
  }

  #settle(credential: Credential, origin: Origin, known: Known): Access | Promise<Access> {
    const [version = null, session = null] = known;
    if (version === NO_VERSION || (session !== null && session !== STANDS)) throw refused();
    if (version === null || session === null) return this.#lookUp(credential, origin);
    const user = this.#users.get(credential.user_id);
    // Kept is an older account: with the one that is there now, a change of roles takes effect in this very call.
    if (user === undefined || String(user.version) !== version) return this.#loadUser(credential, origin);
    return accessOf(credential, origin, user);
  }

  async #loadUser(credential: Credential, origin: Origin): Promise<Access> {
    return this.#accepted(credential, origin, await this.#database.users.get(credential.user_id));
  }

  async #lookUp(credential: Credential, origin: Origin): Promise<Access> {
    const { user_id, session_id } = credential;
    const before = this.#forgotten;
    const [user, session] = await Promise.all([
      this.#database.users.get(user_id),
      this.#database.sessions.get(session_id),
    ]);
    const open =
      session !== null && session.user_id === user_id && session.expires_at > new Date().toISOString();
    // What was read before everything was forgotten may be what somebody else has just replaced.
    if (before === this.#forgotten) {
      await this.#fill([
        [userKey(user_id), user ? String(user.version) : NO_VERSION],
        [sessionKey(session_id), open ? STANDS : ENDED],
      ]);
    }
    if (!open) throw refused();
    return this.#accepted(credential, origin, user);
  }

  async #fill(entries: [string, string][]): Promise<void> {
    try {
      await this.#versions.fill(entries);
    } catch (error) {
      // Without the cache every request asks the database.
      if (!(error instanceof Unavailable)) throw error;
    }
  }

  #accepted(credential: Credential, origin: Origin, user: User | null): Access {
    if (!user?.is_active) throw refused();
    this.#users.set(user.id, user);
    return accessOf(credential, origin, user);
  }
}

const accessOf = ({ session_id }: Credential, origin: Origin, user: User): Access => ({
  actor: {
    kind: 'user',
    id: user.id,
    email: user.email,
    fullname: user.fullname,
    permissions: permissionsOf(user.roles),
    credential_id: session_id,
    address: origin.address,
    user_agent: origin.user_agent,
    request_id: origin.request_id,
  },
  user,
});

const refused = () => new Fault('not_authenticated');
