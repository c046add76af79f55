/** Starts the item of a new task at once where a place is free: its claim is part of the write that creates the task. */
import { isSystemOwner, type Task } from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import { isoTime } from '../../runtime/iso-time.ts';
import type { ClaimedItem } from './attempt.ts';
import { claimItems } from './item-changes.ts';
import type { ClaimedSlot } from './slots.ts';
import type { StartLimits } from './start-limits.ts';
import { copyOf, settle } from './task-changes.ts';
import type { TaskPlans } from './task-plans.ts';
import type { TaskPools } from './task-pools.ts';
import type { TypePauses } from './type-pauses.ts';

/** A place of a worker, taken for the item of a task that is being created. Exactly one of its methods is called. */
export interface FreePlace {
  readonly worker_id: string;
  /** The worker is in another process, which must be sent the item. */
  readonly sends?: true;
  /** The claim is stored. */
  start(item: ClaimedItem, params: unknown): void;
  /** Nothing was claimed. */
  giveBack(): void;
  /** It is not known whether the claim is stored. */
  lose(): void;
}

export interface PlaceSource {
  /** Null where every place is in use, something waits for one, or the owner may not have one now. */
  take(owner_id: string, pool: string): FreePlace | null | Promise<FreePlace | null>;
}

/** A task as it is stored, with its item in the hands of the worker. */
export interface DirectStart {
  readonly task: Task;
  readonly slot: ClaimedSlot;
  readonly params: unknown;
  readonly place: FreePlace;
}

export interface DirectStartsParts {
  pauses: Pick<TypePauses, 'isPaused'>;
  limits: Pick<StartLimits, 'isLimited'>;
  pools: Pick<TaskPools, 'of'>;
  plans: Pick<TaskPlans, 'know'>;
  clock: Pick<SteadyClock, 'now'>;
}

export class DirectStarts {
  readonly #parts: DirectStartsParts;
  #source: PlaceSource | null = null;
  #due: { place: FreePlace; item: ClaimedItem; params: unknown }[] = [];

  constructor(parts: DirectStartsParts) {
    this.#parts = parts;
  }

  /** From now on, these free places are used. */
  use(source: PlaceSource): void {
    this.#source = source;
  }

  /** Null where the item waits for its turn. Of a task of many items, turns start all alike. */
  async of(task: Task, params: unknown): Promise<DirectStart | null> {
    const { pauses, limits, pools, clock } = this.#parts;
    const { type, owner_id } = task;
    if (!this.#source || task.total_items !== 1 || isSystemOwner(owner_id)) return null;
    if (pauses.isPaused(type) || limits.isLimited(type)) return null;
    const taken = this.#source.take(owner_id, pools.of(type));
    const place = taken instanceof Promise ? await taken : taken;
    if (!place) return null;
    const claimed = copyOf(task);
    const context = { now: isoTime(clock.now()), unfinished: [] };
    const [slot] = claimItems(place.worker_id, 1, false)(claimed, context) ?? [];
    if (!slot) {
      place.giveBack();
      return null;
    }
    if (place.sends) for (const one of claimed.slots) one.sent = true;
    settle(claimed, context);
    // As if it had been claimed after its creation: who saw it created sees that it has changed.
    claimed.revision += 1;
    return { task: claimed, slot, params, place };
  }

  /** Runs the item after what waits for the event loop now, such as the answer to the caller who created the task. */
  start({ task, params, place }: DirectStart, item: ClaimedItem): void {
    if (place.sends) {
      place.start(item, params);
      return;
    }
    this.#parts.plans.know(task, params);
    if (this.#due.push({ place, item, params }) === 1) setImmediate(() => this.#startDue());
  }

  #startDue(): void {
    const due = this.#due;
    this.#due = [];
    for (const { place, item, params } of due) place.start(item, params);
  }
}
