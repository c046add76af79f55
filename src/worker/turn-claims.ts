/** Turns of one owner that arrive together are claimed in one write. */
import type { ClaimedItem } from '../services/engine/attempt.ts';

/** Null: no item was left for this turn. */
type Waiting = (item: ClaimedItem | null) => void;

export class TurnClaims {
  readonly #claim: (owner_id: string, count: number) => Promise<ClaimedItem[]>;
  /** Turns that wait for a claim, by owner. An owner is here while a claim of its is due or under way. */
  readonly #waiting = new Map<string, Waiting[]>();

  /** `claim` never throws. */
  constructor(claim: (owner_id: string, count: number) => Promise<ClaimedItem[]>) {
    this.#claim = claim;
  }

  next(owner_id: string): Promise<ClaimedItem | null> {
    const { promise, resolve } = Promise.withResolvers<ClaimedItem | null>();
    const waiting = this.#waiting.get(owner_id);
    if (waiting) waiting.push(resolve);
    else {
      this.#waiting.set(owner_id, [resolve]);
      setImmediate(() => void this.#claimAll(owner_id));
    }
    return promise;
  }

  async #claimAll(owner_id: string): Promise<void> {
    const waiting = this.#waiting.get(owner_id) ?? [];
    while (waiting.length > 0) {
      const turns = waiting.splice(0);
      const items = await this.#claim(owner_id, turns.length);
      turns.forEach((turn, at) => {
        turn(items[at] ?? null);
      });
    }
    this.#waiting.delete(owner_id);
  }
}
