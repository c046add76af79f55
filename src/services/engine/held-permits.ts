import type { Permit } from './attempt.ts';

/** The start permits that this process has, which must be renewed. */
export class HeldPermits {
  readonly #by_limit = new Map<string, Set<string>>();
  #abandoned: Permit[] = [];

  /** All, by limit. */
  get all(): { name: string; permits: string[] }[] {
    return [...this.#by_limit].map(([name, ids]) => ({ name, permits: [...ids] }));
  }

  hold(name: string, id: string): void {
    const ids = this.#by_limit.get(name);
    if (ids) ids.add(id);
    else this.#by_limit.set(name, new Set([id]));
  }

  /** False if it was not in hand. */
  forget(name: string, id: string): boolean {
    const ids = this.#by_limit.get(name);
    if (!ids?.delete(id)) return false;
    if (ids.size === 0) this.#by_limit.delete(name);
    return true;
  }

  /** It is unknown whether its item was claimed: it counts until somebody has found out. */
  abandon(permit: Permit): void {
    this.#abandoned.push(permit);
  }

  takeAbandoned(): Permit[] {
    const abandoned = this.#abandoned;
    this.#abandoned = [];
    return abandoned;
  }
}
