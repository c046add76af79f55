import {
  type AuditActor,
  type AuditEntry,
  type AuditFilter,
  type Database,
  newId,
  timeOfId,
} from '../../data/contracts/index.ts';
import { Batcher } from '../../runtime/batcher.ts';
import { isoTime } from '../../runtime/iso-time.ts';
import { type Actor, demand } from '../actor.ts';
import { newestFirst, type Page, type PageQuery, pageStart } from '../paging.ts';
import { checkRanges } from '../query-rules.ts';
import type { AuditAction } from './actions.ts';

/** Maximum number of entries in one write. */
const MOST_AT_ONCE = 100;

/** Where an action came from, if there is no actor that says so. */
type Origin = Pick<Actor, 'address' | 'user_agent' | 'request_id'>;

export interface AuditNote {
  action: AuditAction;
  /** Null for a sign-in that failed. */
  actor: Actor | AuditActor | null;
  /** Of the request. Default: the actor's. */
  origin?: Origin;
  target?: { type: string; id: string } | null;
  /** Default `success`. */
  outcome?: AuditEntry['outcome'];
  /** Small, and never containing a secret, a password or params. */
  details?: Record<string, unknown>;
}

export type AuditQuery = AuditFilter & PageQuery;

/** Who did what. Entries are only added and read; they are removed only when they are too old. */
export class AuditLog {
  readonly #store: Database['audit'];
  readonly #writes: Batcher<AuditEntry, null>;

  constructor(database: Pick<Database, 'audit'>) {
    this.#store = database.audit;
    this.#writes = new Batcher({
      run: async (entries) => {
        await this.#store.add(entries);
        return entries.map(() => null);
      },
      most: MOST_AT_ONCE,
    });
  }

  /** Only builds the entry, for changes that are stored together with it. */
  entry({ action, actor, origin, target = null, outcome = 'success', details = {} }: AuditNote): AuditEntry {
    const from = origin ?? (actor && 'permissions' in actor ? actor : null);
    const id = newId();
    return {
      id,
      // Time ranges are looked up by id: a clock that is read again may already be a millisecond further.
      at: isoTime(timeOfId(id)),
      actor: actor && actorOf(actor),
      action,
      target,
      outcome,
      ip: from?.address ?? null,
      user_agent: from?.user_agent?.slice(0, 256) ?? null,
      request_id: from?.request_id ?? null,
      details,
    };
  }

  /** Resolves once the entry is stored. */
  async record(note: AuditNote): Promise<void> {
    await this.#writes.add(this.entry(note));
  }

  /** The same for several, in one write. */
  async recordAll(notes: readonly AuditNote[]): Promise<void> {
    await Promise.all(notes.map((note) => this.record(note)));
  }

  /** Newest first. For administrators. Throws a 422 fault for a time range that ends before it begins. */
  async list(actor: Actor, { page, page_size, cursor, ...filter }: AuditQuery): Promise<Page<AuditEntry>> {
    demand(actor, 'admin');
    checkRanges(filter);
    const { actor_id, action, target_type, target_id, outcome } = filter;
    const list = ['audit', actor_id, action, target_type, target_id, outcome];
    const start = pageStart(withoutUndefined({ page, page_size, cursor }), list);
    return newestFirst(this.#store, withoutUndefined(filter), start);
  }
}

/** An entry caused by an API key contains the id of the key and the e-mail of its owner. */
function actorOf(actor: Actor | AuditActor): AuditActor {
  if (!('permissions' in actor)) return actor;
  if (actor.kind === 'system') return { kind: 'system', id: 'system', email: '' };
  return {
    kind: actor.kind,
    id: actor.kind === 'api_key' ? actor.credential_id : actor.id,
    email: actor.email,
  };
}

const withoutUndefined = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
