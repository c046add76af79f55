import {
  type Database,
  newId,
  type Session,
  type User,
  type VersionCache,
} from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { AccountActor } from '../actor.ts';
import { NO_VERSION, sessionKey, type TokenClaims, userKey } from './access-check.ts';
import { normalEmail } from './email.ts';
import type { HashTurns } from './hash-turns.ts';
import type { LoginLimits } from './login-limits.ts';
import { hashPassword, isOutdated, passwordMatches } from './passwords.ts';
import type { RefreshTokens } from './refresh-token.ts';
import { type UserView, viewUser } from './user-view.ts';

/** Parallel tabs that hold the same refresh token: for so long after a rotation the old one still gets the successor. */
const GRACE_MS = 10_000;

/** What a sign-in or a refresh gives: the claims to be signed, the refresh token, and the account. */
export interface Grant {
  /** `ver` is the account's version at issue: it tells logs and other services, and decides nothing here. */
  claims: TokenClaims & { ver: number };
  refresh_token: string;
  user: UserView;
}

/** Where a sign-in comes from. */
export interface Client {
  ip: string;
  user_agent: string;
}

export interface AuthService {
  /** Throws `wrong_credentials`, `too_many_requests` after ten failures, `overloaded`. */
  login(credentials: { email: string; password: string }, client: Client): Promise<Grant>;
  /** Rotates the session. Throws `invalid_refresh_token`; a token used again later than 10 s also ends its session. */
  refresh(refresh_token: string): Promise<Grant>;
  /** Ends the session and with it its access tokens. An unknown or ended one is `invalid_refresh_token`. */
  logout(refresh_token: string): Promise<void>;
  /** Ends every earlier token of the account, the caller's too. Throws `wrong_current_password`. */
  changeOwnPassword(
    actor: AccountActor,
    passwords: { current_password: string; new_password: string },
    client: Pick<Client, 'ip'>,
  ): Promise<void>;
}

export interface AuthParts {
  database: Pick<Database, 'users' | 'sessions'>;
  versions: VersionCache;
  hashTurns: HashTurns;
  limits: LoginLimits;
  refreshTokens: RefreshTokens;
  /** Days a session lasts without a refresh. */
  session_days: number;
}

/** Sign-in, rotation and the end of sessions. Every change is written to the database, then to the versions, then answered. */
export function createAuthService(parts: AuthParts): AuthService {
  const { database, versions, hashTurns, limits, refreshTokens } = parts;
  const { users, sessions } = database;
  const endOfSession = (now: number) => new Date(now + parts.session_days * 86_400_000).toISOString();

  async function checkPassword(email: string, password: string, ip: string): Promise<User> {
    await limits.check(email, ip);
    return hashTurns(async () => {
      // Once more when the turn has come: otherwise a burst of guesses would all pass before the first failure counts.
      await limits.check(email, ip);
      const user = await users.getByEmail(email);
      // The account's state is looked at after the hashing, so that a disabled one costs the same time.
      const matches = await passwordMatches(user?.hashed_password ?? null, password);
      if (!matches || !user?.is_active) {
        await limits.failed(email, ip);
        throw new Fault('wrong_credentials');
      }
      return isOutdated(user.hashed_password) ? rehash(user, password) : user;
    });
  }

  async function rehash(user: User, password: string): Promise<User> {
    const renewed: User = {
      ...user,
      hashed_password: await hashPassword(password),
      version: user.version + 1,
      updated_at: new Date().toISOString(),
    };
    if ((await users.save(renewed, user.version)) === 'ok') {
      await publishVersion(database, versions, user.id, renewed.version);
      return renewed;
    }
    // Changed meanwhile, perhaps by the same person in another tab: what is stored now decides.
    const current = await users.get(user.id);
    if (current?.is_active && (await passwordMatches(current.hashed_password, password))) return current;
    throw new Fault('wrong_credentials');
  }

  async function openSession(user: User, client: Client): Promise<Session> {
    const now = Date.now();
    const session: Session = {
      id: newId(),
      user_id: user.id,
      generation: 1,
      rotated_at: new Date(now).toISOString(),
      expires_at: endOfSession(now),
      user_agent: client.user_agent.slice(0, 256),
      ip: client.ip,
    };
    await sessions.create(session);
    // A password change that ran at the same time has ended the sessions it saw; this one must not slip through.
    const current = await users.get(user.id);
    if (!current?.is_active || current.hashed_password !== user.hashed_password) {
      await end(session.id);
      throw new Fault('wrong_credentials');
    }
    await versions.write([[sessionKey(session.id), '1']]);
    return session;
  }

  async function end(session_id: string): Promise<void> {
    await sessions.delete(session_id);
    await versions.write([[sessionKey(session_id), '0']]);
  }

  function grantOf(user: User, session_id: string, generation: number): Grant {
    return {
      claims: { sub: user.id, sid: session_id, ver: user.version },
      refresh_token: refreshTokens.write(session_id, generation),
      user: viewUser(user),
    };
  }

  /** The generation that follows the given one, or null when the token must not be honoured. */
  async function rotate(session_id: string, generation: number): Promise<number | null> {
    const now = Date.now();
    const rotated = await sessions.rotate(
      session_id,
      generation,
      new Date(now).toISOString(),
      endOfSession(now),
    );
    if (rotated) return generation + 1;
    const session = await sessions.get(session_id);
    if (!session) return null;
    const isPrevious = session.generation === generation + 1;
    if (isPrevious && now - Date.parse(session.rotated_at) <= GRACE_MS) return session.generation;
    // A used-up token came back: either it or its successor was stolen, so neither is good any more.
    if (generation < session.generation) await end(session_id);
    return null;
  }

  async function sessionOf(refresh_token: string): Promise<{ session: Session; generation: number }> {
    const named = refreshTokens.read(refresh_token);
    const session = named ? await sessions.get(named.session_id) : null;
    if (!named || !session || session.expires_at <= new Date().toISOString()) {
      throw new Fault('invalid_refresh_token');
    }
    return { session, generation: named.generation };
  }

  return {
    async login({ email, password }, client) {
      const normal = normalEmail(email);
      const user = await checkPassword(normal, password, client.ip);
      const session = await openSession(user, client);
      await limits.succeeded(normal, client.ip);
      return grantOf(user, session.id, session.generation);
    },

    async refresh(refresh_token) {
      const { session, generation } = await sessionOf(refresh_token);
      const user = await users.get(session.user_id);
      if (!user?.is_active) throw new Fault('invalid_refresh_token');
      const successor = await rotate(session.id, generation);
      if (successor === null) throw new Fault('invalid_refresh_token');
      return grantOf(user, session.id, successor);
    },

    async logout(refresh_token) {
      const { session } = await sessionOf(refresh_token);
      await end(session.id);
    },

    async changeOwnPassword(actor, { current_password, new_password }, client) {
      const account = `account ${actor.id}`;
      await limits.check(account, client.ip);
      await hashTurns(async () => {
        const user = await users.get(actor.id);
        if (!user) throw new Fault('not_authenticated');
        if (!(await passwordMatches(user.hashed_password, current_password))) {
          await limits.failed(account, client.ip);
          throw new Fault('wrong_current_password');
        }
        const hashed_password = await hashPassword(new_password);
        const changed = {
          ...user,
          hashed_password,
          version: user.version + 1,
          updated_at: new Date().toISOString(),
        };
        if ((await users.save(changed, user.version)) !== 'ok') throw new Fault('edit_conflict');
        await endSessionsOf(database, versions, user.id, changed.version);
      });
      await limits.succeeded(account, client.ip);
    },
  };
}

/**
 * Tells every process the account's new version (null = it is gone). Of two changes at the same moment the earlier may
 * get here later, so what was written is compared with the database until the two agree.
 */
export async function publishVersion(
  database: Pick<Database, 'users'>,
  versions: VersionCache,
  user_id: string,
  version: number | null,
): Promise<void> {
  let written = version;
  for (;;) {
    await versions.write([[userKey(user_id), written === null ? NO_VERSION : String(written)]]);
    const current = (await database.users.get(user_id))?.version ?? null;
    if (current === written) return;
    written = current;
  }
}

/** Ends all sessions of an account, of which `version` (null = it is gone) was just written, and tells every process. */
export async function endSessionsOf(
  database: Pick<Database, 'users' | 'sessions'>,
  versions: VersionCache,
  user_id: string,
  version: number | null,
): Promise<void> {
  const ended = await database.sessions.deleteOf(user_id);
  await versions.write(ended.map((id): [string, string] => [sessionKey(id), '0']));
  await publishVersion(database, versions, user_id, version);
}
