import {
  type Database,
  newId,
  type Session,
  timeOfId,
  type User,
  type VersionCache,
} from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { AuditAction } from '../audit/actions.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Origin } from './access-check.ts';
import { ENDED, STANDS, sessionKey } from './account-versions.ts';
import type { NamedSession, RefreshTokens } from './refresh-tokens.ts';
import { type UserView, viewUser } from './user-view.ts';

/** The most sessions of an account; a further sign-in ends the least recently used one. */
const MOST_SESSIONS = 50;
/** For parallel tabs with the same refresh token: for so long after a rotation, the old token still returns its successor. */
const GRACE_MS = 10_000;

/** The claims of an access token: account, session, and the account's version at the time of issue, which is not used for decisions. */
export interface TokenClaims {
  sub: string;
  sid: string;
  ver: number;
}

/** The result of a sign-in or a refresh: the claims to be signed, the refresh token, and the account. */
export interface Grant {
  claims: TokenClaims;
  refresh_token: string;
  /** When the session ends unless it is refreshed. */
  expires_at: string;
  user: UserView;
}

export interface SessionsParts {
  database: Pick<Database, 'users' | 'sessions'>;
  versions: VersionCache;
  refreshTokens: RefreshTokens;
  /** After how many days a session ends without a refresh. */
  session_days: number;
  audit: AuditLog;
}

/** Sessions: opened, rotated, ended. Every change is written to the database first, then to the versions, and then answered. */
export class Sessions {
  readonly #users: Database['users'];
  readonly #sessions: Database['sessions'];
  readonly #versions: VersionCache;
  readonly #refreshTokens: RefreshTokens;
  readonly #lasts_ms: number;
  readonly #audit: AuditLog;

  constructor({ database, versions, refreshTokens, session_days, audit }: SessionsParts) {
    this.#audit = audit;
    this.#users = database.users;
    this.#sessions = database.sessions;
    this.#versions = versions;
    this.#refreshTokens = refreshTokens;
    this.#lasts_ms = session_days * 86_400_000;
  }

  /**
   * A session for an account whose password has just been checked. Throws `wrong_credentials` when the account was
   * disabled or its password changed meanwhile.
   */
  async open(user: User, origin: Origin): Promise<Grant> {
    const id = newId();
    // The time in the id of the session is the time of its creation.
    const now = timeOfId(id);
    const session: Session = {
      id,
      user_id: user.id,
      generation: 1,
      rotated_at: new Date(now).toISOString(),
      expires_at: this.#endFrom(now),
      user_agent: (origin.user_agent ?? '').slice(0, 256),
      ip: origin.address ?? '',
    };
    await this.#told(await this.#sessions.create(session, MOST_SESSIONS));
    // A simultaneous password change has ended only the sessions that it saw, so this new session is checked as well.
    const current = await this.#users.get(user.id);
    if (!current?.is_active || current.hashed_password !== user.hashed_password) {
      await this.end(session.id);
      throw new Fault('wrong_credentials');
    }
    // Never overwrites a known version: the session may have been ended at this moment.
    await this.#versions.fill([[sessionKey(session.id), STANDS]]);
    return this.#grant(user, session);
  }

  /** Rotates the session. Throws `invalid_refresh_token`; a token used again later than 10 s also ends its session. */
  async refresh(refresh_token: string, origin: Origin): Promise<Grant> {
    const named = await this.#named(refresh_token);
    const user = await this.#users.get(named.user_id);
    if (!user?.is_active) throw new Fault('invalid_refresh_token');
    const rotated = await this.#rotate(named);
    if (rotated === 'reused') await this.#note('auth.refresh_reused', user, named.session_id, origin);
    if (rotated === null || rotated === 'reused') throw new Fault('invalid_refresh_token');
    return this.#grant(user, rotated);
  }

  /** Whether this server wrote the token; its session may have ended. */
  wrote(refresh_token: string): boolean {
    return this.#refreshTokens.read(refresh_token) !== null;
  }

  /** Ends the session and with it its access tokens. An unknown or ended one is `invalid_refresh_token`. */
  async signOut(refresh_token: string, origin: Origin): Promise<void> {
    const { session_id, user_id } = await this.#named(refresh_token);
    await this.end(session_id);
    const user = await this.#users.get(user_id);
    if (user) await this.#note('auth.sign_out', user, session_id, origin);
  }

  /** Ends every session of an account, except `except` if given, on every node; returns the ids of the ended sessions. */
  async endAllOf(user_id: string, except?: string): Promise<string[]> {
    const ended = await this.#sessions.deleteOf(user_id, except);
    await this.#told(ended);
    return ended;
  }

  /** Ends one session, on every node. */
  async end(session_id: string): Promise<void> {
    await this.#sessions.delete(session_id);
    await this.#told([session_id]);
  }

  async #note(action: AuditAction, { id, email }: User, session_id: string, origin: Origin): Promise<void> {
    const actor = { kind: 'user', id, email } as const;
    await this.#audit.record({ action, actor, origin, target: { type: 'session', id: session_id } });
  }

  async #told(ended: readonly string[]): Promise<void> {
    if (ended.length > 0) {
      await this.#versions.write(ended.map((id): [string, string] => [sessionKey(id), ENDED]));
    }
  }

  #endFrom(now: number): string {
    return new Date(now + this.#lasts_ms).toISOString();
  }

  #grant(
    user: User,
    { id, generation, expires_at }: Pick<Session, 'id' | 'generation' | 'expires_at'>,
  ): Grant {
    return {
      claims: { sub: user.id, sid: id, ver: user.version },
      refresh_token: this.#refreshTokens.write(id, generation),
      expires_at,
      user: viewUser(user),
    };
  }

  async #named(refresh_token: string): Promise<NamedSession & { user_id: string }> {
    const named = this.#refreshTokens.read(refresh_token);
    const session = named ? await this.#sessions.get(named.session_id) : null;
    if (!named || !session || session.expires_at <= new Date().toISOString()) {
      throw new Fault('invalid_refresh_token');
    }
    return { ...named, user_id: session.user_id };
  }

  /** The session in the generation after the given one; null or `reused` if the token must not be accepted. */
  async #rotate({ session_id: id, generation }: NamedSession) {
    const now = Date.now();
    const expires_at = this.#endFrom(now);
    const rotated = await this.#sessions.rotate(id, generation, new Date(now).toISOString(), expires_at);
    if (rotated) return { id, generation: generation + 1, expires_at };
    const session = await this.#sessions.get(id);
    if (!session) return null;
    const isPrevious = session.generation === generation + 1;
    if (isPrevious && now - Date.parse(session.rotated_at) <= GRACE_MS) return session;
    if (generation >= session.generation) return null;
    // A used token came back: either it or its successor was stolen, so neither is accepted any more.
    await this.end(id);
    return 'reused' as const;
  }
}
