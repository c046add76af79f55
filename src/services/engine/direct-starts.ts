/** Starts the item of a new task immediately if a place is free: the write that creates the task also claims the item. */
import { isSystemOwner, type Task } from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import { isoTime } from '../../runtime/iso-time.ts';
import { toJsonText } from '../../runtime/text.ts';
import type { ClaimedItem } from './attempt.ts';
import { claimItems } from './item-changes.ts';
import type { ClaimedSlot } from './slots.ts';
import type { StartLimits } from './start-limits.ts';
import { copyOf, settle } from './task-changes.ts';
import type { TaskPlans } from './task-plans.ts';
import type { TaskPools } from './task-pools.ts';
import type { TypePauses } from './type-pauses.ts';

/** A place of a worker, reserved for the item of a task that is being created. Exactly one of its methods is called. */
export interface FreePlace {
  readonly worker_id: string;
  /** True if the worker is in another process, to which the item must be sent. */
  readonly sends?: true;
  /** The claim was stored. */
  start(item: ClaimedItem, params: unknown): void;
  /** Nothing was claimed. */
  giveBack(): void;
  /** It is unknown whether the claim was stored. */
  lose(): void;
}

export interface PlaceSource {
  /** Null if every place is in use, if a turn waits for one, or if the owner may not use one now. */
  take(owner_id: string, pool: string): FreePlace | null | Promise<FreePlace | null>;
}

/** A task to be stored, with its item already claimed for the worker. */
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

  /** From now on, uses these places. */
  use(source: PlaceSource): void {
    this.#source = source;
  }

  /** Null if the item must wait for its turn. Items of larger tasks always start through turns. */
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
    // Raised as if the claim had followed the creation, so that readers who saw the new task notice the change.
    claimed.revision += 1;
    return { task: claimed, slot, params, place };
  }

  /** Runs the item after the work that already waits for the event loop, such as the answer to the creator of the task. */
  start({ task, params, place }: DirectStart, item: ClaimedItem): void {
    if (place.sends) {
      place.start(item, params);
      return;
    }
    this.#parts.plans.know(task, toJsonText(params));
    if (this.#due.push({ place, item, params }) === 1) setImmediate(() => this.#startDue());
  }

  #startDue(): void {
    const due = this.#due;
    this.#due = [];
    for (const { place, item, params } of due) place.start(item, params);
  }
}
