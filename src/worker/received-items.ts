import { DEFAULT_POOL, type SentItems } from '../data/contracts/index.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { SentItem } from '../services/engine/remote-places.ts';
import type { ItemClaims } from './item-claims.ts';
import type { OwnerPlaces } from './owner-places.ts';
import type { UnderWay } from './under-way.ts';
import type { WorkerParts } from './worker-parts.ts';

/** The parts of the worker that it uses. */
export interface ReceivedItemsParts {
  claims: Pick<ItemClaims, 'receive' | 'giveBack' | 'lookForSent'>;
  owner_places: Pick<OwnerPlaces, 'take' | 'give' | 'full'>;
  turns: UnderWay;
  worker_id(): string;
  isRunning(): boolean;
  /** Resolves once the place is free. */
  run(item: ClaimedItem): Promise<void>;
}

type Shared = Pick<WorkerParts, 'remote_places' | 'plans' | 'pauses' | 'pools'> & {
  engine: Pick<WorkerParts['engine'], 'begun'>;
};

/** Receives items that were claimed for this worker when their tasks were created. Items that may not run now are queued again. */
export class ReceivedItems implements SentItems {
  readonly #of: Shared;
  readonly #parts: ReceivedItemsParts;

  constructor(of: Shared, parts: ReceivedItemsParts) {
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

  take(text: string): Promise<void>[] {
    const received = this.#of.remote_places?.read(text);
    // The sweep rescues items that were sent to an earlier id of this worker.
    if (received?.worker_id !== this.worker_id()) return [];
    return received.items.map((one) => this.#parts.turns.add(this.#take(one)));
  }

  async #take(sent: SentItem): Promise<void> {
    const { claims } = this.#parts;
    const { item } = sent;
    if (!claims.receive(item)) return;
    if (await this.#takePlace(item)) await this.#run(sent);
    else await claims.giveBack(item);
  }

  /** True if the item may run now; it then occupies one of its owner's places. */
  async #takePlace({ task }: ClaimedItem): Promise<boolean> {
    const { pauses, pools: [pool = DEFAULT_POOL] = [] } = this.#of;
    if (!this.#parts.isRunning() || pauses.claimable(pool)?.includes(task.type) === false) return false;
    return this.#parts.owner_places.take(task.owner_id);
  }

  async #run({ item, params }: SentItem): Promise<void> {
    const { engine, plans } = this.#of;
    const { owner_places, run } = this.#parts;
    try {
      engine.begun(item);
      if (params !== undefined) plans.know(item.task, params);
      await run(item);
    } finally {
      owner_places.give(item.task.owner_id);
    }
  }
}
