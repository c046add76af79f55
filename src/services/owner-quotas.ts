/** How much an account may use: the limits in the settings, or the account's own limits instead. */
import { type Database, isSystemOwner, type QuotaName } from '../data/contracts/index.ts';
import { BoundedMap } from '../runtime/bounded-map.ts';
import { permissionsOf } from './actor.ts';

/** 0 = no limit. */
export type QuotaLimits = Readonly<Record<QuotaName, number>>;

/** A changed limit takes effect after at most so many milliseconds. */
const REMEMBERED_MS = 2_000;

export const NO_LIMITS: QuotaLimits = {
  active_tasks: 0,
  tasks_per_day: 0,
  running_items: 0,
  stored_bytes: 0,
};

export class OwnerQuotas {
  readonly #users: Pick<Database['users'], 'get'>;
  readonly #settings: QuotaLimits;
  readonly #enabled: boolean;
  readonly #known = new BoundedMap<string, QuotaLimits>({ entries: 10_000, ttl_ms: REMEMBERED_MS });

  /** Without `enabled`, nobody has limits. */
  constructor(users: Pick<Database['users'], 'get'>, settings: QuotaLimits, enabled: boolean) {
    this.#users = users;
    this.#settings = settings;
    this.#enabled = enabled;
  }

  /** Administrators and the system itself have no limits. Throws `Unavailable`. */
  async limitsOf(owner_id: string): Promise<QuotaLimits> {
    const known = this.known(owner_id);
    if (known) return known;
    const user = await this.#users.get(owner_id);
    const exempt = !user || permissionsOf(user.roles).includes('admin');
    const limits = exempt ? NO_LIMITS : { ...this.#settings, ...user.quotas };
    this.#known.set(owner_id, limits);
    return limits;
  }

  /** Null where the store would have to be asked. */
  known(owner_id: string): QuotaLimits | null {
    if (!this.#enabled || isSystemOwner(owner_id)) return NO_LIMITS;
    return this.#known.get(owner_id) ?? null;
  }

  /** Whether any account can have a limit of running items at all; if not, claims need not check. */
  get enabled(): boolean {
    return this.#enabled;
  }
}
