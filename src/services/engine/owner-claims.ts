/** Claims of an owner's queued items for a worker. */
import { type Task, type TaskStore, Unavailable } from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import { isoTime } from '../../runtime/iso-time.ts';
import type { ClaimedItem } from './attempt.ts';
import type { Granted, Wanted } from './granted.ts';
import { claimItems, putOff } from './item-changes.ts';
import { type ClaimedSlot, isClaimable, mustRunAlone } from './slots.ts';
import { PUT_OFF_MS, type StartLimits } from './start-limits.ts';
import { type TaskWriter, unlessDamaged } from './task-writer.ts';
import type { TypePauses } from './type-pauses.ts';

/** Limits of one claim: tasks written at once, and searches for queued items that other workers do not take first. */
const TASKS_PER_LOOK = 100;
const MOST_LOOKS = 5;
/** So much may the clocks of two processes differ, in milliseconds; `followDatabase` tolerates half of it in each. */
const CLOCKS_DIFFER_MS = 500;

const NOTHING = { task: null, value: null };

export interface Claim {
  worker_id: string;
  owner_id: string;
  /** Maximum number of items. */
  count: number;
  /** Only items that must run alone in a worker. */
  solo: boolean;
  /** Only items of types in this pool; null = of all pools. */
  pool: string | null;
}

export interface OwnerClaimsParts {
  tasks: Pick<TaskStore, 'claimable'>;
  writer: TaskWriter;
  pauses: Pick<TypePauses, 'claimable'>;
  limits: StartLimits;
  clock: SteadyClock;
  started(task: Task, slot: ClaimedSlot): ClaimedItem;
}

export interface OwnerClaim {
  items: ClaimedItem[];
  /** An item is waiting that must run alone in a worker. */
  solo_waits: boolean;
  /**
   * Turns that found nothing, but may have come for items that are due in a moment: the process that queued them has another clock. They
   * must be returned, or these items would wait until their turns count as lost.
   */
  early: number;
}

export class OwnerClaims {
  readonly #parts: OwnerClaimsParts;

  constructor(parts: OwnerClaimsParts) {
    this.#parts = parts;
  }

  /** Claims the owner's best queued items. */
  async claim(claim: Claim): Promise<OwnerClaim> {
    const items: ClaimedItem[] = [];
    /** Types of which no more items may start now, with the number of items that were seen waiting. */
    const refused = new Map<string, number>();
    let [solo_waits, saw_all] = [false, false];
    // Searches again without items that may not start, because other workers may have been faster.
    for (let look = 0; look < MOST_LOOKS + refused.size && items.length < claim.count; look += 1) {
      const found = await this.#look({ ...claim, count: claim.count - items.length }, items, refused);
      solo_waits ||= found.solo_waits;
      saw_all = !found.more;
      if (saw_all) break;
    }
    // Unused turns belong to the items that wait for a limit.
    const unused = claim.count - items.length;
    const { limits } = this.#parts;
    if (unused > 0)
      for (const [type, seen] of refused)
        if (seen > 0) limits.wait(type, claim.owner_id, Math.min(seen, unused));
    if (unused === 0 || !saw_all || claim.solo) return { items, solo_waits, early: 0 };
    limits.foundNone(claim.owner_id, claim.pool, refused);
    return { items, solo_waits, early: await this.#earlyTurns(claim, unused, refused) };
  }

  /** How many of these turns may have come too early. */
  async #earlyTurns(
    { owner_id, pool }: Claim,
    unused: number,
    refused: ReadonlyMap<string, number>,
  ): Promise<number> {
    const { tasks, pauses, clock } = this.#parts;
    const now = isoTime(clock.now());
    const soon = isoTime(clock.now() + CLOCKS_DIFFER_MS);
    try {
      const most = Math.min(unused, TASKS_PER_LOOK);
      const found = await tasks.claimable(owner_id, soon, most, pauses.claimable(pool, refused));
      const due = found.flatMap(({ slots }) =>
        slots.filter((slot) => isClaimable(slot, soon) && !isClaimable(slot, now) && !mustRunAlone(slot)),
      );
      return Math.min(unused, due.length);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      // It is unknown, and a turn too many does no harm.
      return unused;
    }
  }

  /**
   * Claims from all found tasks at the same time, so that their writes share one wait for the disk. One after another, items of small
   * tasks would be claimed only at the rate of single durable writes. `more` means that another search may find the missing items.
   */
  async #look(claim: Claim, items: ClaimedItem[], refused: Map<string, number>) {
    const { tasks, pauses, limits, clock } = this.#parts;
    const { worker_id, owner_id, count, solo, pool } = claim;
    const now = isoTime(clock.now());
    const most = Math.min(count, TASKS_PER_LOOK);
    const found = await tasks.claimable(owner_id, now, most, pauses.claimable(pool, refused));
    const claims: Promise<ClaimedItem[]>[] = [];
    const limited: Wanted[] = [];
    let solo_waits = false;
    let asked = 0;
    for (const task of found) {
      const slots = task.slots.filter((slot) => isClaimable(slot, now));
      solo_waits ||= slots.some(mustRunAlone);
      const fitting = slots.filter((slot) => mustRunAlone(slot) === solo);
      const wanted = Math.min(count - asked, fitting.length);
      if (wanted === 0) continue;
      asked += wanted;
      if (limits.isLimited(task.type)) limited.push({ task, slots: fitting.slice(0, wanted) });
      else claims.push(this.#claimFrom(task, claimItems(worker_id, wanted, solo)));
    }
    if (limited.length > 0) claims.push(this.#claimLimited(claim, limited, refused));
    const before = items.length;
    await this.#allOf(claims, items);
    const more = items.length - before < asked || (asked > 0 && found.length === most);
    return { solo_waits, more };
  }

  /**
   * Waits for all claims before it reports a failed one, because until then the worker must not count them as lost. Nobody would give back
   * the permits of claims that it counts as lost.
   */
  async #allOf(claims: Promise<ClaimedItem[]>[], items: ClaimedItem[]): Promise<void> {
    const ended = await Promise.allSettled(claims);
    for (const one of ended) if (one.status === 'fulfilled') items.push(...one.value);
    const failed = ended.find((one) => one.status === 'rejected');
    if (!failed) return;
    for (const { permit } of items) if (permit) this.#parts.limits.abandon(permit);
    throw failed.reason;
  }

  async #claimLimited(
    { worker_id, solo }: Claim,
    wanted: Wanted[],
    refused: Map<string, number>,
  ): Promise<ClaimedItem[]> {
    const claims: Promise<ClaimedItem[]>[] = [];
    for (const granted of await this.#parts.limits.ask(wanted)) {
      const { task, permits, waiting } = granted;
      if (granted.refused > 0) refused.set(task.type, (refused.get(task.type) ?? 0) + granted.refused);
      if (waiting.length > 0) claims.push(this.#putOff(granted));
      if (permits.size > 0)
        claims.push(this.#claimPermitted(granted, claimItems(worker_id, permits.size, solo, permits)));
    }
    const items: ClaimedItem[] = [];
    await this.#allOf(claims, items);
    return items;
  }

  /** Gives back the permits of items that others have claimed in the meantime. */
  async #claimPermitted(
    { task, permits }: Granted,
    change: ReturnType<typeof claimItems>,
  ): Promise<ClaimedItem[]> {
    const { limits } = this.#parts;
    const unused = new Map(permits);
    try {
      const items = await this.#claimFrom(task, change);
      for (const item of items) {
        item.permit = permits.get(item.index) ?? undefined;
        unused.delete(item.index);
      }
      for (const permit of unused.values()) if (permit) limits.end(permit);
      return items;
    } catch (error) {
      for (const permit of permits.values()) if (permit) limits.abandon(permit);
      throw error;
    }
  }

  async #putOff(granted: Granted): Promise<[]> {
    const { writer, clock, limits } = this.#parts;
    const { task, waiting } = granted;
    const until = new Date(clock.now() + PUT_OFF_MS).toISOString();
    await writer.update(task.id, putOff(new Set(waiting.map(({ index }) => index)), until), task);
    limits.waitForKeys(granted);
    return [];
  }

  async #claimFrom(seen: Task, change: ReturnType<typeof claimItems>): Promise<ClaimedItem[]> {
    const { writer, started } = this.#parts;
    const { task, value } = await unlessDamaged(writer.update(seen.id, change, seen), NOTHING);
    return task && value ? value.map((slot) => started(task, slot)) : [];
  }
}
