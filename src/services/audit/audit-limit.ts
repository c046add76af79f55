import type { Counters } from '../../data/contracts/index.ts';
import { type AccountActor, seesAll } from '../actor.ts';
import { NOTHING_COUNTED, openWhileAway, refuseAbove } from '../rate-limit.ts';

/** Far more than a person changes, and so few that the log of a year stays readable. */
export const MOST_RECORDED_AN_HOUR = 300;
const WINDOW_MS = 3_600_000;

/** Bounds the entries that one account can cause in the audit log by changing what belongs to it. Shared by all processes. */
export class AuditLimit {
  readonly #counters: Counters | null;

  /** Without counters (limits switched off), nothing is counted. */
  constructor(counters: Counters | null) {
    this.#counters = counters;
  }

  /** Counts one call. Managers and administrators are not limited: the log is about them. Throws `too_many_requests`. */
  async count(actor: AccountActor): Promise<void> {
    const counters = this.#counters;
    if (!counters || seesAll(actor)) return;
    const hit = () => counters.hit(`audited:${actor.id}`, WINDOW_MS);
    const { count, resets_in_ms } = await openWhileAway(hit, NOTHING_COUNTED);
    refuseAbove(MOST_RECORDED_AN_HOUR, { count: count - 1, resets_in_ms });
  }
}
