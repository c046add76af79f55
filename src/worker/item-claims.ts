/** Claims items for turns, and corrects claims whose answer was lost: they are stored all the same. */
import type { Data, Task } from '../data/contracts/index.ts';
import { BoundedMap } from '../runtime/bounded-map.ts';
import { isoTime } from '../runtime/iso-time.ts';
import type { Log } from '../runtime/log.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { RunningQuota } from '../services/engine/running-quota.ts';
import type { StartLimits } from '../services/engine/start-limits.ts';
import type { TaskEngine } from '../services/engine/task-engine.ts';
import { attemptKey, type ItemsInHand } from './items-in-hand.ts';

const TASKS_PER_LOOK = 500;
/** What was sent here and has not arrived after so many milliseconds is lost. */
const ARRIVES_MS = 5_000;
/** How often it is looked for although nothing seems to be missing. */
const LOOK_MS = 60_000;
/** Items handed back whose message may still arrive. */
const HANDED_BACK = { entries: 10_000, ttl_ms: 120_000 };

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
  /** How long an item that was sent here may be on its way, in milliseconds. Default 5,000. */
  arrives_ms?: number;
  log: Pick<Log, 'warn'>;
}

export class ItemClaims {
  readonly #parts: ItemClaimsParts;
  /** When each claim under way began, the oldest first. */
  readonly #begun = new Set<ClaimUnderWay>();
  /** True after a failed claim: the store may contain items in our name that nobody runs. */
  #lost = false;
  /** When to look for items that were sent here; never, if none are. */
  #look_at = Number.POSITIVE_INFINITY;
  /** Such items that were not here at the last look, and since when. */
  #missing = new Map<string, number>();
  readonly #handed_back = new BoundedMap<string, true>(HANDED_BACK);

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

  /** Takes an item that was claimed for this worker elsewhere; false if it is no longer this worker's. */
  receive(item: ClaimedItem): boolean {
    if (this.#handed_back.get(attemptKey(item.task.id, item))) return false;
    this.#parts.in_hand.claimed(item);
    return true;
  }

  /** Items that were claimed for this worker elsewhere may not have arrived: they are looked for soon, and from then on at intervals. */
  lookForSent(): void {
    this.#look_at = 0;
  }

  /** Gives back the items that are stored in our name and that we do not have: after a failed claim, or where none arrived. */
  async returnLost(): Promise<void> {
    const looks_for_sent = performance.now() >= this.#look_at;
    if (!this.#lost && !looks_for_sent) return;
    if (looks_for_sent) this.#look_at = performance.now() + LOOK_MS;
    const were_missing = this.#missing;
    this.#missing = new Map();
    this.#lost = false;
    const [oldest] = this.#begun;
    const before = oldest?.at ?? new Date().toISOString();
    const { tasks } = this.#parts.data.database;
    try {
      let after: string | undefined;
      do {
        const found = await tasks.running(TASKS_PER_LOOK, after);
        for (const task of found) await this.#handBackLost(task, before, were_missing);
        after = found.length < TASKS_PER_LOOK ? undefined : found.at(-1)?.id;
      } while (after);
    } catch (error) {
      this.#lost = true;
      throw error;
    }
  }

  /** A claim that is made elsewhere, in our name. `end` or `lose` follows. */
  begin(): ClaimUnderWay {
    const claim = { at: isoTime(Date.now()) };
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

  /**
   * Items stored in our name since before the oldest claim that may still be answered, and that we do not have. What was sent here may
   * still be on its way; it is lost when it is missed a second time.
   */
  async #handBackLost(task: Task, before: string, were_missing: ReadonlyMap<string, number>): Promise<void> {
    const { engine, in_hand, worker_id } = this.#parts;
    const lost = task.slots.filter((slot) => {
      if (slot.state !== 'processing' || slot.worker_id !== worker_id()) return false;
      if (in_hand.isClaimed(task.id, slot)) return false;
      return slot.sent ? this.#isMissing(attemptKey(task.id, slot), were_missing) : slot.since < before;
    });
    await engine.handBack(lost.map(({ index, attempt }) => ({ task, index, attempt })));
  }

  #isMissing(key: string, were_missing: ReadonlyMap<string, number>): boolean {
    const { arrives_ms = ARRIVES_MS } = this.#parts;
    const now = performance.now();
    const since = were_missing.get(key) ?? now;
    if (now - since > arrives_ms) {
      this.#handed_back.set(key, true);
      return true;
    }
    this.#missing.set(key, since);
    this.#look_at = Math.min(this.#look_at, since + arrives_ms);
    return false;
  }
}
