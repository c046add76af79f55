/** Turns of one owner and pool that arrive together are claimed in one write. */
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { TakenTurn } from './turn-returns.ts';

/** Null if no item was left for this turn. */
type Waiting = (item: ClaimedItem | null) => void;

export class TurnClaims {
  readonly #claim: (turn: TakenTurn, count: number) => Promise<ClaimedItem[]>;
  /** Turns that wait for a claim, by pool and owner. They are here while a claim of theirs is due or under way. */
  readonly #waiting = new Map<string, Waiting[]>();

  /** `claim` never throws. */
  constructor(claim: (turn: TakenTurn, count: number) => Promise<ClaimedItem[]>) {
    this.#claim = claim;
  }

  next(turn: TakenTurn): Promise<ClaimedItem | null> {
    const { promise, resolve } = Promise.withResolvers<ClaimedItem | null>();
    const key = keyOf(turn);
    const waiting = this.#waiting.get(key);
    if (waiting) waiting.push(resolve);
    else {
      this.#waiting.set(key, [resolve]);
      setImmediate(() => void this.#claimAll(turn, key));
    }
    return promise;
  }

  async #claimAll(turn: TakenTurn, key: string): Promise<void> {
    const waiting = this.#waiting.get(key) ?? [];
    while (waiting.length > 0) {
      const taken = waiting.splice(0);
      const items = await this.#claim(turn, taken.length);
      taken.forEach((give, at) => {
        give(items[at] ?? null);
      });
    }
    this.#waiting.delete(key);
  }
}

const keyOf = ({ owner_id, pool }: TakenTurn): string => `${pool}|${owner_id}`;
