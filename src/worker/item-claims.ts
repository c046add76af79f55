/** Claims items for turns, and corrects claims whose answer was lost: they are stored all the same. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Data, Task } from '../data/contracts/index.ts';
import { BoundedMap } from '../runtime/bounded-map.ts';
import type { SteadyClock } from '../runtime/clock.ts';
import { isoTime } from '../runtime/iso-time.ts';
import type { Log } from '../runtime/log.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { RunningQuota } from '../services/engine/running-quota.ts';
import type { StartLimits } from '../services/engine/start-limits.ts';
import type { SurplusTurns } from '../services/engine/surplus-turns.ts';
import type { TaskEngine } from '../services/engine/task-engine.ts';
import { attemptKey, type ItemsInHand } from './items-in-hand.ts';
import { LATER_MS } from './turn-returns.ts';

const TASKS_PER_LOOK = 500;
/** Milliseconds after which an item that was sent to this worker counts as lost. If it arrives later, it is ignored. */
const ARRIVES_MS = 1_000;
/** Milliseconds between two searches for lost items. */
const LOOK_AGAIN_MS = 1_000;
/** How often lost items are searched for without any sign of a loss. */
const LOOK_MS = 60_000;
/** When the first search after a loss begins, in milliseconds. */
const LOOK_SOON_MS = 500;
/** Searches after a loss: a write whose answer was lost may reach the database after the first of them. */
const LOOKS_AFTER_LOSS = 2;
/** Items that arrived or were given up: a later message with one of them is ignored. */
const SEEN = { entries: 10_000, ttl_ms: 120_000 };

/** The result of one claim. `solo_waits`: an item is waiting that must run alone in a worker. */
export interface Claimed {
  items: ClaimedItem[];
  solo_waits: boolean;
  /** Turns to be returned: the owner's quota left no room for them, they came a moment too early, or the store did not answer. */
  unused: number;
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
  limits: Pick<StartLimits, 'end' | 'abandon' | 'takeAbandoned'>;
  /** The clock of the claims that the engine stores; another one would be ahead of it or behind. */
  clock: Pick<SteadyClock, 'now'>;
  /** Absent where nobody else writes to the queue. */
  surplus?: Pick<SurplusTurns, 'foundNothing'>;
  /** The id with which claims are made; it changes after an expired lease. */
  worker_id(): string;
  /** How long an item that was sent here may be on its way, in milliseconds. Default 1,000. */
  arrives_ms?: number;
  /** Calls `returnLost` in so many milliseconds at the latest; without, it is called at intervals. */
  lookSoon?(ms: number): void;
  log: Pick<Log, 'warn'>;
}

export class ItemClaims {
  readonly #parts: ItemClaimsParts;
  /** When each claim under way began, the oldest first. */
  readonly #begun = new Set<ClaimUnderWay>();
  /** Searches that are due because the store may contain items in our name that nobody runs. */
  #looks = 0;
  /** When to search for items that were sent here, and for any others. */
  #look_at = performance.now() + LOOK_MS;
  #looked_at = Number.NEGATIVE_INFINITY;
  /** Items that were missing at the last check, and since when. */
  #missing = new Map<string, number>();
  readonly #seen = new BoundedMap<string, true>(SEEN);

  constructor(parts: ItemClaimsParts) {
    this.#parts = parts;
  }

  /** If the store does not answer, waits a moment: the worker's free places would otherwise empty the queue within seconds. */
  async claim(owner_id: string, count: number, solo: boolean, pool: string | null = null): Promise<Claimed> {
    const claim = () => this.#claimWithinQuota(owner_id, count, solo, pool);
    const claimed = await this.#remembered(claim, ({ items }) => items, { owner_id });
    if (claimed && !solo) {
      const { items, solo_waits, unused } = claimed;
      const found = items.length + unused > 0 || solo_waits;
      this.#parts.surplus?.foundNothing(owner_id, pool, found ? 0 : count);
    }
    if (claimed) return claimed;
    await sleep(LATER_MS);
    return { items: [], solo_waits: false, unused: count };
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
    if (left === Number.POSITIVE_INFINITY) {
      const { early, ...claimed } = await engine.claim(worker_id(), owner_id, count, solo, pool);
      return { ...claimed, unused: early };
    }
    const allowed = Math.max(0, Math.min(count, left));
    if (allowed === 0) return { items: [], solo_waits: false, unused: count };
    const { items, solo_waits, early } = await engine.claim(worker_id(), owner_id, allowed, solo, pool);
    const too_many = items.length > 0 ? Math.max(0, -(await running_quota.left(owner_id))) : 0;
    const excess = items.splice(Math.max(0, items.length - too_many));
    for (const { permit } of excess) if (permit) limits.end(permit);
    await engine.handBack(excess);
    return { items, solo_waits, unused: count - allowed + early };
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

  /** Takes an item that was claimed for this worker elsewhere; false if it arrived before or no longer belongs to this worker. */
  receive(item: ClaimedItem): boolean {
    const key = attemptKey(item.task.id, item);
    if (this.#seen.get(key)) return false;
    this.#seen.set(key, true);
    this.#parts.in_hand.claimed(item);
    return true;
  }

  /** Returns an item that may not run here to the queue. If the store does not answer, `returnLost` returns it later. */
  async giveBack(item: ClaimedItem): Promise<void> {
    const { engine, in_hand, log } = this.#parts;
    try {
      await engine.handBack([item]);
    } catch (error) {
      this.lookForSent();
      log.warn(
        { err: error, task_id: item.task.id },
        'an item could not be put back into the queue; the worker tries again',
      );
    } finally {
      in_hand.released(item);
    }
  }

  /** An item that was claimed could not be run or put back: `returnLost` puts it back. */
  missed(): void {
    this.#looks = LOOKS_AFTER_LOSS;
    this.#parts.lookSoon?.(LOOK_SOON_MS);
  }

  /** Items that were claimed for this worker elsewhere may be lost: searches for them soon, and from then on at intervals. */
  lookForSent(): void {
    this.#look_at = 0;
    this.#parts.lookSoon?.(Math.max(0, this.#looked_at + LOOK_AGAIN_MS - performance.now()));
  }

  /** Gives back items that are stored in our name but that we do not have, after a failed claim or a lost message. */
  async returnLost(): Promise<void> {
    const looks_for_sent = performance.now() >= this.#look_at;
    if (this.#looks === 0 && !looks_for_sent) return;
    if (looks_for_sent) {
      this.#looked_at = performance.now();
      this.#look_at = this.#looked_at + LOOK_MS;
    }
    const were_missing = this.#missing;
    this.#missing = new Map();
    const more = Math.max(0, this.#looks - 1);
    this.#looks = 0;
    const { limits } = this.#parts;
    const abandoned = limits.takeAbandoned();
    try {
      const all = await this.#handBackAllLost(were_missing);
      // Whatever they were taken for is not ours any more.
      for (const permit of abandoned)
        if (all) limits.end(permit);
        else limits.abandon(permit);
      this.#looks = Math.max(this.#looks, all ? more : 1);
    } catch (error) {
      for (const permit of abandoned) limits.abandon(permit);
      this.#looks = LOOKS_AFTER_LOSS;
      throw error;
    }
  }

  /** False if some may have been left because a claim of them may be under way. */
  async #handBackAllLost(were_missing: ReadonlyMap<string, number>): Promise<boolean> {
    const [oldest] = this.#begun;
    const { data, clock } = this.#parts;
    const before = oldest?.at ?? isoTime(clock.now());
    const { tasks } = data.database;
    let all = true;
    let after: string | undefined;
    do {
      const found = await tasks.running(TASKS_PER_LOOK, after);
      for (const task of found) all = (await this.#handBackLost(task, before, were_missing)) && all;
      after = found.length < TASKS_PER_LOOK ? undefined : found.at(-1)?.id;
    } while (after);
    return all;
  }

  /** To be called when another process makes a claim in our name. `end` or `lose` must follow. */
  begin(): ClaimUnderWay {
    const claim = { at: isoTime(this.#parts.clock.now()) };
    this.#begun.add(claim);
    return claim;
  }

  end(claim: ClaimUnderWay, items: readonly ClaimedItem[]): void {
    for (const item of items) this.#parts.in_hand.claimed(item);
    this.#begun.delete(claim);
  }

  /** The claim failed, but its items may be stored nevertheless. */
  lose(claim: ClaimUnderWay): void {
    this.#begun.delete(claim);
    this.missed();
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
      if (this.#looks === 0)
        this.#parts.log.warn(
          { err: error, ...about },
          'the worker could not take an item from the database; it tries again',
        );
      this.lose(begun);
      return null;
    }
  }

  /**
   * Items that were stored in our name before the oldest unanswered claim and that we do not have. An item that was sent here may still be
   * on its way, so it counts as lost only when it is missing for the second time. False if an item was left that may have been claimed
   * just now.
   */
  async #handBackLost(
    task: Task,
    before: string,
    were_missing: ReadonlyMap<string, number>,
  ): Promise<boolean> {
    const { engine, in_hand, worker_id } = this.#parts;
    const lost: Task['slots'] = [];
    let all = true;
    for (const slot of task.slots) {
      if (slot.state !== 'processing' || slot.worker_id !== worker_id()) continue;
      if (in_hand.isClaimed(task.id, slot)) continue;
      if (slot.sent ? this.#isMissing(attemptKey(task.id, slot), were_missing) : slot.since < before)
        lost.push(slot);
      else if (!slot.sent) all = false;
    }
    await engine.handBack(lost.map(({ index, attempt }) => ({ task, index, attempt })));
    return all;
  }

  #isMissing(key: string, were_missing: ReadonlyMap<string, number>): boolean {
    const { arrives_ms = ARRIVES_MS } = this.#parts;
    const now = performance.now();
    const since = were_missing.get(key) ?? now;
    if (now - since > arrives_ms) {
      this.#seen.set(key, true);
      return true;
    }
    this.#missing.set(key, since);
    this.#look_at = Math.min(this.#look_at, since + arrives_ms);
    // A moment later, so that it is missed for long enough then.
    this.#parts.lookSoon?.(since + arrives_ms - now + 10);
    return false;
  }
}
