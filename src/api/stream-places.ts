import { Fault } from '../errors.ts';

/** Bounds the event streams of one process: each costs a connection, memory, and a share of the work of every change. */
export class StreamPlaces {
  readonly #most: number;
  readonly #most_per_user: number;
  readonly #byUser = new Map<string, number>();
  #count = 0;

  constructor(most: number, most_per_user: number) {
    this.#most = most;
    this.#most_per_user = most_per_user;
  }

  /** Takes a place for the account; the function returned gives it back. Throws `too_many_streams`. */
  take(user_id: string): () => void {
    const own = this.#byUser.get(user_id) ?? 0;
    if (own >= this.#most_per_user || this.#count >= this.#most) {
      throw new Fault('too_many_streams', { retry_after: 10 });
    }
    this.#byUser.set(user_id, own + 1);
    this.#count += 1;
    let held = true;
    return () => {
      if (held) this.#giveBack(user_id);
      held = false;
    };
  }

  #giveBack(user_id: string): void {
    this.#count -= 1;
    const left = (this.#byUser.get(user_id) ?? 1) - 1;
    if (left === 0) this.#byUser.delete(user_id);
    else this.#byUser.set(user_id, left);
  }
}
