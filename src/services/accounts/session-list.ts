import { type Database, isoTimeOfId, type Session } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { type AccountActor, type Actor, demand } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { type Page, type PageQuery, pageOfAll } from '../paging.ts';
import type { Sessions } from './sessions.ts';

/** More sessions than any account has. */
const ALL = 1_000;

/** A session as its owner and administrators see it. */
export interface SessionView {
  id: string;
  created_at: string;
  last_used_at: string;
  expires_at: string;
  ip: string;
  user_agent: string;
  /** Whether the request was made with this session. */
  current: boolean;
}

/** Lists the sessions of accounts and ends them one by one. */
export class SessionList {
  readonly #database: Pick<Database, 'users' | 'sessions'>;
  readonly #sessions: Sessions;
  readonly #audit: AuditLog;

  constructor(
    database: Pick<Database, 'users' | 'sessions'>,
    { sessions, audit }: { sessions: Sessions; audit: AuditLog },
  ) {
    this.#database = database;
    this.#sessions = sessions;
    this.#audit = audit;
  }

  /** The actor's own sessions, or for administrators those of any account; most recently used first. Throws `not_found`. */
  async list(actor: AccountActor, user_id: string, query: PageQuery): Promise<Page<SessionView>> {
    await this.#allow(actor, user_id);
    const now = new Date().toISOString();
    const all = await this.#database.sessions.listOf(user_id, ALL);
    const open = all.filter(({ expires_at }) => expires_at > now);
    return pageOfAll(
      open.map((session) => viewOf(session, actor)),
      query,
      ['sessions', user_id],
    );
  }

  /** Ends one session: its access tokens are refused from the next request on, on every node. Throws `not_found`. */
  async end(actor: AccountActor, user_id: string, session_id: string): Promise<void> {
    await this.#allow(actor, user_id);
    const session = await this.#database.sessions.get(session_id);
    if (session?.user_id !== user_id) throw new Fault('not_found');
    await this.#sessions.end(session_id);
    await this.#note(actor, user_id, [session_id]);
  }

  /** Ends all sessions of the account; of the actor's own account, all except the current one. Throws `not_found`. */
  async endAll(actor: AccountActor, user_id: string): Promise<void> {
    await this.#allow(actor, user_id);
    const kept = user_id === actor.id ? actor.credential_id : undefined;
    await this.#note(actor, user_id, await this.#sessions.endAllOf(user_id, kept));
  }

  async #note(actor: AccountActor, user_id: string, ended: readonly string[]): Promise<void> {
    await this.#audit.recordAll(
      ended.map((id) => ({
        action: 'session.end',
        actor,
        target: { type: 'session', id },
        details: { user_id },
      })),
    );
  }

  async #allow(actor: Actor, user_id: string): Promise<void> {
    if (user_id === actor.id) return;
    demand(actor, 'admin');
    if (!(await this.#database.users.get(user_id))) throw new Fault('not_found');
  }
}

const viewOf = (session: Session, actor: AccountActor): SessionView => ({
  id: session.id,
  created_at: isoTimeOfId(session.id),
  last_used_at: session.rotated_at,
  expires_at: session.expires_at,
  ip: session.ip,
  user_agent: session.user_agent,
  current: session.id === actor.credential_id,
});
