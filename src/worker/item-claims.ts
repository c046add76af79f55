/** Claims items for turns, and corrects claims whose answer was lost: they are stored all the same. */
import type { Data, Task } from '../data/contracts/index.ts';
import type { Log } from '../runtime/log.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { RunningQuota } from '../services/engine/running-quota.ts';
import type { StartLimits } from '../services/engine/start-limits.ts';
import type { TaskEngine } from '../services/engine/task-engine.ts';
import type { ItemsInHand } from './items-in-hand.ts';

const TASKS_PER_LOOK = 500;

/** The result of one claim. `solo_waits`: an item is waiting that must run alone in a worker. */
export interface Claimed {
  items: ClaimedItem[];
  solo_waits: boolean;
  /** Turns that could not be used because of the owner's quota of running items. */
  over_quota: number;
}

/** When it began. */
export interface ClaimUnderWay {
  readonly at: string;
}

export interface ItemClaimsParts {
  data: Pick<Data, 'database'>;
  engine: Pick<TaskEngine, 'claim' | 'claimReleased' | 'handBack'>;
  in_hand: ItemsInHand;
  running_quota: Pick<RunningQuota, 'left'>;
  limits: Pick<StartLimits, 'end'>;
  /** The id with which claims are made; it changes after an expired lease. */
  worker_id(): string;
  log: Pick<Log, 'warn'>;
}

export class ItemClaims {
  readonly #parts: ItemClaimsParts;
  /** When each claim under way began, the oldest first. */
  readonly #begun = new Set<ClaimUnderWay>();
  /** True after a failed claim: the store may contain items in our name that nobody runs. */
  #lost = false;

  constructor(parts: ItemClaimsParts) {
    this.#parts = parts;
  }

  /** Empty if there is nothing to claim, or if the store cannot be reached: the sweep then pushes the turn again. */
  async claim(owner_id: string, count: number, solo: boolean, pool: string | null = null): Promise<Claimed> {
    const claim = () => this.#claimWithinQuota(owner_id, count, solo, pool);
    const claimed = await this.#remembered(claim, ({ items }) => items, { owner_id });
    return claimed ?? { items: [], solo_waits: false, over_quota: 0 };
  }

  /** Workers that claim at the same time may exceed the limit together: each then checks again and gives back the excess. */
  async #claimWithinQuota(
    owner_id: string,
    count: number,
    solo: boolean,
    pool: string | null,
  ): Promise<Claimed> {
    const { engine, worker_id, running_quota, limits } = this.#parts;
    const left = await running_quota.left(owner_id, count);
    if (left === Number.POSITIVE_INFINITY)
      return { ...(await engine.claim(worker_id(), owner_id, count, solo, pool)), over_quota: 0 };
    const allowed = Math.max(0, Math.min(count, left));
    if (allowed === 0) return { items: [], solo_waits: false, over_quota: count };
    const { items, solo_waits } = await engine.claim(worker_id(), owner_id, allowed, solo, pool);
    const too_many = items.length > 0 ? Math.max(0, -(await running_quota.left(owner_id))) : 0;
    const excess = items.splice(Math.max(0, items.length - too_many));
    for (const { permit } of excess) if (permit) limits.end(permit);
    await engine.handBack(excess);
    return { items, solo_waits, over_quota: count - allowed };
  }

  /** The next item of a task of which the worker is running one; null if there is none before `until` settles. */
  claimReleased(task_id: string, until: Promise<unknown>): Promise<ClaimedItem | null> {
    const claim = () => this.#claimReleasedWithinQuota(task_id, until);
    return this.#remembered(claim, (item) => (item ? [item] : []), { task_id });
  }

  /** A turn may have taken the place under the limit since the previous item was done. */
  async #claimReleasedWithinQuota(task_id: string, until: Promise<unknown>): Promise<ClaimedItem | null> {
    const { engine, worker_id, running_quota } = this.#parts;
    const item = await engine.claimReleased(worker_id(), task_id, until);
    if (!item || (await running_quota.left(item.task.owner_id, 1)) >= 0) return item;
    await engine.handBack([item]);
    return null;
  }

  /** After a failed claim: gives back the items that are stored in our name and that we do not have. */
  async returnLost(): Promise<void> {
    if (!this.#lost) return;
    this.#lost = false;
    const [oldest] = this.#begun;
    const before = oldest?.at ?? new Date().toISOString();
    const { tasks } = this.#parts.data.database;
    try {
      let after: string | undefined;
      do {
        const found = await tasks.running(TASKS_PER_LOOK, after);
        for (const task of found) await this.#handBackLost(task, before);
        after = found.length < TASKS_PER_LOOK ? undefined : found.at(-1)?.id;
      } while (after);
    } catch (error) {
      this.#lost = true;
      throw error;
    }
  }

  /** A claim that is made elsewhere, in our name. `end` or `lose` follows. */
  begin(): ClaimUnderWay {
    const claim = { at: new Date().toISOString() };
    this.#begun.add(claim);
    return claim;
  }

  end(claim: ClaimUnderWay, items: readonly ClaimedItem[]): void {
    for (const item of items) this.#parts.in_hand.claimed(item);
    this.#begun.delete(claim);
  }

  /** Its items may be stored all the same. */
  lose(claim: ClaimUnderWay): void {
    this.#begun.delete(claim);
    this.#lost = true;
  }

  /** Makes a claim and remembers its items; null if it failed. */
  async #remembered<T>(
    claim: () => Promise<T>,
    itemsOf: (claimed: T) => ClaimedItem[],
    about: object,
  ): Promise<T | null> {
    const begun = this.begin();
    try {
      const claimed = await claim();
      this.end(begun, itemsOf(claimed));
      return claimed;
    } catch (error) {
      if (!this.#lost)
        this.#parts.log.warn(
          { err: error, ...about },
          'the worker could not take an item from the database; it tries again',
        );
      this.lose(begun);
      return null;
    }
  }

  /** Items stored in our name since before the oldest claim that may still be answered, and that we do not have. */
  async #handBackLost(task: Task, before: string): Promise<void> {
    const { engine, in_hand, worker_id } = this.#parts;
    const lost = task.slots.filter(
      (slot) =>
        slot.state === 'processing' &&
        slot.worker_id === worker_id() &&
        slot.since < before &&
        !in_hand.isClaimed(task.id, slot),
    );
    await engine.handBack(lost.map(({ index, attempt }) => ({ task, index, attempt })));
  }
}
