/** The free places of a worker, for items that start with the creation of their task. */
import type { TurnConsumer } from '../data/contracts/index.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { FreePlace, PlaceSource } from '../services/engine/direct-starts.ts';
import type { RunningQuota } from '../services/engine/running-quota.ts';
import type { ItemClaims } from './item-claims.ts';
import type { OwnerPlaces } from './owner-places.ts';

export interface FreePlacesParts {
  owner_places: OwnerPlaces;
  running_quota: Pick<RunningQuota, 'takeAtOnce'>;
  claims: ItemClaims;
  worker_id(): string;
  /** Null while the worker takes no items. */
  consumer(): TurnConsumer | null;
  /** Fills the place with the item, if there is one, until it is free. Never throws. */
  fill(item: Promise<ClaimedItem | null>): Promise<void>;
}

export class FreePlaces implements PlaceSource {
  readonly #parts: FreePlacesParts;

  constructor(parts: FreePlacesParts) {
    this.#parts = parts;
  }

  take(owner_id: string, pool: string): FreePlace | null {
    const { owner_places, running_quota } = this.#parts;
    const consumer = this.#parts.consumer();
    if (!consumer?.takePlace || !owner_places.takeAtOnce(owner_id)) return null;
    const free = consumer.takePlace(owner_id, pool);
    if (!free || !running_quota.takeAtOnce(owner_id)) {
      free?.();
      owner_places.give(owner_id);
      return null;
    }
    return this.#taken(() => {
      owner_places.give(owner_id);
      free();
    });
  }

  #taken(free: () => void): FreePlace {
    const { claims, fill, worker_id } = this.#parts;
    const { promise, resolve } = Promise.withResolvers<ClaimedItem | null>();
    const claim = claims.begin();
    void fill(promise).then(free);
    return {
      worker_id: worker_id(),
      start(item) {
        claims.end(claim, [item]);
        resolve(item);
      },
      giveBack() {
        claims.end(claim, []);
        resolve(null);
      },
      lose() {
        claims.lose(claim);
        resolve(null);
      },
    };
  }
}
