interface Owner {
  id: string;
  turns: number;
}

/**
 * Start-time fair queuing over owners in O(1) per turn.
 *
 * A turn costs one unit, so the start tags of waiting owners are only ever V (not yet served in this round) or V + 1
 * (served). Two lists are therefore enough to order owners by virtual time: this round and the next. A new owner starts in
 * this round, or in the next one if it was already served in this one, so leaving and returning gains nothing.
 */
export class OwnerRounds {
  readonly #owners = new Map<string, Owner>();
  #round: Owner[] = [];
  #position = 0;
  #next_round: Owner[] = [];
  #served = new Set<string>();
  #turns = 0;

  /** Turns that may be taken now. */
  get turns(): number {
    return this.#turns;
  }

  add(owner_id: string, count: number): void {
    if (count <= 0) return;
    this.#turns += count;
    const known = this.#owners.get(owner_id);
    if (known) {
      known.turns += count;
      return;
    }
    const owner = { id: owner_id, turns: count };
    this.#owners.set(owner_id, owner);
    (this.#served.has(owner_id) ? this.#next_round : this.#round).push(owner);
  }

  /** Takes a turn of this owner immediately if nobody waits. */
  takeAlone(owner_id: string): boolean {
    if (this.#turns > 0) return false;
    this.add(owner_id, 1);
    return this.take() === owner_id;
  }

  /** The owner whose turn is next, or null if there is none. */
  take(): string | null {
    if (this.#position === this.#round.length && !this.#startRound()) return null;
    const owner = this.#round[this.#position++] as Owner;
    this.#served.add(owner.id);
    this.#turns -= 1;
    owner.turns -= 1;
    if (owner.turns > 0) this.#next_round.push(owner);
    else this.#owners.delete(owner.id);
    return owner.id;
  }

  /** False if nobody is waiting. */
  #startRound(): boolean {
    if (this.#next_round.length === 0) return false;
    this.#round = this.#next_round;
    this.#next_round = [];
    this.#position = 0;
    this.#served = new Set();
    return true;
  }
}
