import type { Database } from '../../data/contracts/index.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { Owner } from './task-views.ts';

/** A changed name is shown after at most so many milliseconds. */
const REMEMBERED_MS = 30_000;

/** Names of accounts that own tasks, kept for a while: events are many, owners few. */
export class KnownOwners {
  readonly #users: Pick<Database['users'], 'getMany'>;
  readonly #known = new BoundedMap<string, { owner: Owner | null }>({
    entries: 10_000,
    ttl_ms: REMEMBERED_MS,
  });

  constructor(users: Pick<Database['users'], 'getMany'>) {
    this.#users = users;
  }

  /** Undefined if it must be loaded first; null if the account was deleted. */
  get(id: string): Owner | null | undefined {
    return this.#known.get(id)?.owner;
  }

  /** Throws `Unavailable`. */
  async load(ids: readonly string[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.#known.get(id));
    if (missing.length === 0) return;
    const found = new Map((await this.#users.getMany(missing)).map((user) => [user.id, user]));
    for (const id of missing) {
      const user = found.get(id);
      this.#known.set(id, { owner: user ? { id, email: user.email, fullname: user.fullname } : null });
    }
  }
}
