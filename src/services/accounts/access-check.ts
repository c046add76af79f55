import { type Database, Unavailable, type User, type VersionCache } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { type AccountActor, permissionsOf } from '../actor.ts';

/** What an access token says that counts here: the account and its session. */
export interface TokenClaims {
  sub: string;
  sid: string;
}

/** Where a request comes from. */
export type Origin = Pick<AccountActor, 'address' | 'request_id'>;

/** Who calls, and the account as it is now. */
export interface Access {
  actor: AccountActor;
  user: User;
}

export interface AccessCheck {
  /**
   * The caller behind checked claims, with the roles of this moment; at once where versions are in memory. Throws
   * `not_authenticated` when the account is disabled or gone, or its session ended. Throws `Unavailable`.
   */
  check(claims: TokenClaims, origin: Origin): Access | Promise<Access>;
  /** Forgets everything known: somebody else wrote to the database. */
  forget(): Promise<void>;
}

export interface AccessCheckParts {
  database: Pick<Database, 'users' | 'sessions'>;
  versions: VersionCache;
  /** Users to keep next to their versions; 0 keeps none. Default 10,000. */
  keep?: number;
}

export const userKey = (id: string): string => `user:${id}`;
export const sessionKey = (id: string): string => `session:${id}`;
/** The version of an account that is gone: no token carries it. */
export const NO_VERSION = '0';

type Known = (string | null)[];
const NOTHING_KNOWN: Known = [null, null];

/** Tells, for each request, whether a token still stands: two versions are compared with what is kept in memory. */
export function createAccessCheck({ database, versions, keep = 10_000 }: AccessCheckParts): AccessCheck {
  const users = new Map<string, User>();
  const readNow = versions.readNow?.bind(versions);
  let forgotten = 0;

  function remember(user: User) {
    users.delete(user.id);
    users.set(user.id, user);
    if (users.size <= keep) return;
    for (const oldest of users.keys()) {
      users.delete(oldest);
      break;
    }
  }

  function settle(claims: TokenClaims, origin: Origin, known: Known): Access | Promise<Access> {
    const [version = null, session = null] = known;
    if (version === NO_VERSION || (session !== null && session !== '1')) throw refused();
    if (version === null || session === null) return lookUp(claims, origin);
    const user = users.get(claims.sub);
    // Kept is an older account: with the one that is there now, a change of roles takes effect in this very call.
    if (user === undefined || String(user.version) !== version) return loadUser(claims, origin);
    return accessOf(claims, origin, user);
  }

  async function loadUser(claims: TokenClaims, origin: Origin): Promise<Access> {
    return accepted(claims, origin, await database.users.get(claims.sub));
  }

  async function lookUp(claims: TokenClaims, origin: Origin): Promise<Access> {
    const before = forgotten;
    const [user, session] = await Promise.all([
      database.users.get(claims.sub),
      database.sessions.get(claims.sid),
    ]);
    const open =
      session !== null && session.user_id === claims.sub && session.expires_at > new Date().toISOString();
    // What was read before everything was forgotten may be what somebody else has just replaced.
    if (before === forgotten) {
      await fill([
        [userKey(claims.sub), user ? String(user.version) : NO_VERSION],
        [sessionKey(claims.sid), open ? '1' : '0'],
      ]);
    }
    if (!open) throw refused();
    return accepted(claims, origin, user);
  }

  async function fill(entries: [string, string][]): Promise<void> {
    await versions.fill(entries).catch((error: unknown) => {
      if (!(error instanceof Unavailable)) throw error;
    });
  }

  function accepted(claims: TokenClaims, origin: Origin, user: User | null): Access {
    if (!user?.is_active) throw refused();
    remember(user);
    return accessOf(claims, origin, user);
  }

  async function readRemote(claims: TokenClaims, origin: Origin): Promise<Access> {
    const known = await versions
      .read([userKey(claims.sub), sessionKey(claims.sid)])
      .catch((error: unknown): Known => {
        if (error instanceof Unavailable) return NOTHING_KNOWN;
        throw error;
      });
    return settle(claims, origin, known);
  }

  return {
    check: (claims, origin) =>
      readNow
        ? settle(claims, origin, readNow([userKey(claims.sub), sessionKey(claims.sid)]))
        : readRemote(claims, origin),
    async forget() {
      forgotten += 1;
      users.clear();
      await versions.clear();
    },
  };
}

const accessOf = (claims: TokenClaims, origin: Origin, user: User): Access => ({
  actor: {
    kind: 'user',
    id: user.id,
    email: user.email,
    fullname: user.fullname,
    permissions: permissionsOf(user.roles),
    credential_id: claims.sid,
    ...origin,
  },
  user,
});

const refused = () => new Fault('not_authenticated');
