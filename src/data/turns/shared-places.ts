import { untilDone } from '../../runtime/until-done.ts';
import type { TurnConsumer, TurnQueue } from '../contracts/index.ts';

/** A turn that came too late goes back to its queue; while the queue cannot be reached, this is tried again so often. */
const AGAIN_MS = 500;

/** Shares one number of places between several queues: while all places are taken, no queue hands out turns. */
export class SharedPlaces implements TurnConsumer {
  readonly #queues: ReadonlyMap<string, TurnQueue>;
  readonly #places: number;
  readonly #use: (owner_id: string, pool: string) => Promise<void>;
  readonly #consumers: TurnConsumer[];
  #taken = 0;
  #paused = false;
  #closed = false;

  constructor(
    queues: ReadonlyMap<string, TurnQueue>,
    places: number,
    use: (owner_id: string, pool: string) => Promise<void>,
  ) {
    this.#queues = queues;
    this.#places = places;
    this.#use = use;
    this.#consumers = [...queues].map(([pool, queue]) =>
      queue.serve(places, (owner_id) => this.#take(owner_id, pool)),
    );
  }

  pause(): void {
    this.#paused = true;
    this.#follow();
  }

  resume(): void {
    this.#paused = false;
    this.#follow();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#consumers.map((one) => one.close()));
  }

  async #take(owner_id: string, pool: string): Promise<void> {
    // The turn was already on its way when the last place was taken.
    if (this.#taken >= this.#places) return this.#giveBack(owner_id, pool);
    this.#taken += 1;
    if (this.#taken === this.#places) this.#follow();
    try {
      await this.#use(owner_id, pool);
    } finally {
      this.#taken -= 1;
      if (this.#taken === this.#places - 1) this.#follow();
    }
  }

  #giveBack(owner_id: string, pool: string): Promise<void> {
    const give = async () => this.#queues.get(pool)?.push([{ owner_id, count: 1 }]);
    return untilDone(give, { ms: AGAIN_MS, goesOn: () => !this.#closed });
  }

  #follow(): void {
    if (this.#closed) return;
    const wants = !this.#paused && this.#taken < this.#places;
    for (const one of this.#consumers) {
      if (wants) one.resume();
      else one.pause();
    }
  }
}
