import { DEFAULT_POOL, type SentItems } from '../data/contracts/index.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { ItemClaims } from './item-claims.ts';
import type { ItemsInHand } from './items-in-hand.ts';
import type { OwnerPlaces } from './owner-places.ts';
import type { UnderWay } from './under-way.ts';
import type { WorkerParts } from './worker-parts.ts';

/** What it needs of its worker. */
export interface ReceivedItemsParts {
  claims: ItemClaims;
  in_hand: ItemsInHand;
  owner_places: OwnerPlaces;
  turns: UnderWay;
  worker_id(): string;
  isRunning(): boolean;
  /** Resolves once the place is free. */
  run(item: ClaimedItem): Promise<void>;
}

/** Items that were claimed for this worker when their tasks were created. What it may not run now is queued like any other. */
export class ReceivedItems implements SentItems {
  readonly #of: Pick<WorkerParts, 'remote_places' | 'engine' | 'plans' | 'pauses' | 'pools'>;
  readonly #parts: ReceivedItemsParts;

  constructor(
    of: Pick<WorkerParts, 'remote_places' | 'engine' | 'plans' | 'pauses' | 'pools'>,
    parts: ReceivedItemsParts,
  ) {
    this.#of = of;
    this.#parts = parts;
    this.lost();
  }

  worker_id(): string {
    return this.#parts.worker_id();
  }

  refuses(): string | null {
    return this.#parts.owner_places.full();
  }

  lost(): void {
    this.#parts.claims.lookForSent();
  }

  take(message: string): Promise<void> {
    return this.#parts.turns.add(this.#take(message));
  }

  async #take(message: string): Promise<void> {
    const { remote_places, engine, plans } = this.#of;
    const { claims, in_hand, owner_places, run } = this.#parts;
    const received = remote_places?.read(message);
    if (!received) return;
    const { item, params, worker_id } = received;
    // What it was sent under an earlier id, the sweep rescues.
    if (worker_id !== this.worker_id() || !claims.receive(item)) return;
    const { owner_id } = item.task;
    if (!this.#mayRun(item) || !(await owner_places.take(owner_id))) {
      await engine.handBack([item]).finally(() => in_hand.released(item));
      return;
    }
    try {
      engine.begun(item);
      if (params !== undefined) plans.know(item.task, params);
      await run(item);
    } finally {
      owner_places.give(owner_id);
    }
  }

  #mayRun({ task }: ClaimedItem): boolean {
    const { pauses, pools: [pool = DEFAULT_POOL] = [] } = this.#of;
    return this.#parts.isRunning() && pauses.claimable(pool)?.includes(task.type) !== false;
  }
}
