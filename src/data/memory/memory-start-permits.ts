import {
  ASKED_OF_LATE_MS,
  MOST_WOKEN,
  PERMIT_MS,
  type PermitRequest,
  type StartLimit,
  type StartPermits,
  type Wake,
  WOKEN_MS,
} from '../contracts/index.ts';

const SWEEP_EVERY_MS = 30_000;

/** The state of one limit. All times are those of `now`. */
class LimitState {
  /** Permits in hand, each with the time until which it counts. */
  readonly running = new Map<string, number>();
  /** The permits whose items have not begun. */
  readonly #beginning = new Map<string, number>();
  /** When each start stops counting, in order. */
  #begun: number[] = [];
  /** How often each waiter is to be woken; the next waiter comes first. */
  readonly line = new Map<string, { count: number; asked_at: number }>();
  /** The waiters for whom a place is reserved, and until when. */
  #woken: { waiter: string; until: number }[] = [];

  get idle(): boolean {
    const { running, line } = this;
    return running.size + this.#beginning.size + this.#begun.length + line.size + this.#woken.length === 0;
  }

  forgetOld(now: number): void {
    for (const times of [this.running, this.#beginning])
      for (const [permit, until] of times) if (until <= now) times.delete(permit);
    let old = 0;
    while (old < this.#begun.length && (this.#begun[old] as number) <= now) old += 1;
    if (old > 0) this.#begun = this.#begun.slice(old);
    if (this.#woken.some(({ until }) => until <= now))
      this.#woken = this.#woken.filter(({ until }) => until > now);
  }

  take({ running, rate }: StartLimit, { permit, waiter }: PermitRequest, now: number): boolean {
    const own = this.#woken.findIndex((one) => one.waiter === waiter);
    const kept = this.#woken.filter((one) => one.waiter !== waiter).length;
    if (this.#room({ running, rate }) - kept <= 0) return false;
    if (own >= 0) this.#woken.splice(own, 1);
    if (running !== null) this.running.set(permit, now + PERMIT_MS);
    if (rate) this.#beginning.set(permit, now + PERMIT_MS + rate.per);
    return true;
  }

  started({ rate }: StartLimit, permit: string, now: number): void {
    if (rate && this.#beginning.delete(permit)) this.#begun.push(now + rate.per);
  }

  give(permit: string, unused: boolean): void {
    this.running.delete(permit);
    if (unused) this.#beginning.delete(permit);
  }

  wait(waiter: string, count: number, at_least: boolean, now: number): void {
    const known = this.line.get(waiter);
    const before = known?.count ?? 0;
    const wanted = at_least ? Math.max(before, count) : before + count;
    if (!known) this.line.set(waiter, { count: wanted, asked_at: now });
    else if (wanted > before) {
      known.count = wanted;
      known.asked_at = now;
    }
  }

  gone(waiter: string, now: number): void {
    this.#woken = this.#woken.filter((one) => one.waiter !== waiter);
    if ((this.line.get(waiter)?.asked_at ?? now) <= now - ASKED_OF_LATE_MS) this.line.delete(waiter);
  }

  wake(limit: StartLimit, now: number): Wake {
    const waiters: string[] = [];
    const most = Math.min(this.#room(limit), MOST_WOKEN) - this.#woken.length;
    while (waiters.length < most) {
      const [waiter, waits] = this.line.entries().next().value ?? [];
      if (waiter === undefined || waits === undefined) break;
      this.line.delete(waiter);
      waits.count -= 1;
      if (waits.count > 0) this.line.set(waiter, waits);
      waiters.push(waiter);
      this.#woken.push({ waiter, until: now + WOKEN_MS });
    }
    return { waiters, again_in_ms: this.line.size === 0 ? null : this.#opensAt(limit) - now };
  }

  #room({ running, rate }: Pick<StartLimit, 'running' | 'rate'>): number {
    const places = running === null ? Infinity : running - this.running.size;
    const starts = rate ? rate.limit - this.#starts : Infinity;
    return Math.max(0, Math.min(places, starts));
  }

  get #starts(): number {
    return this.#beginning.size + this.#begun.length;
  }

  /** The time at which there may be room for the next waiter. */
  #opensAt({ running, rate }: StartLimit): number {
    const times: number[] = [];
    if (running !== null && this.running.size >= running) times.push(Math.min(...this.running.values()));
    if (rate && this.#starts >= rate.limit)
      times.push(Math.min(this.#begun[0] ?? Infinity, ...this.#beginning.values()));
    return times.length > 0 ? Math.max(...times) : Math.min(...this.#woken.map(({ until }) => until));
  }
}

/** The permits of a single process. */
export class MemoryStartPermits implements StartPermits {
  readonly #now: () => number;
  readonly #limits = new Map<string, LimitState>();
  #next_sweep = 0;

  /** `now` returns milliseconds that never go back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  async take(limit: StartLimit, requests: readonly PermitRequest[]): Promise<boolean[]> {
    const { state, now } = this.#look(limit.name);
    return requests.map((request) => state.take(limit, request, now));
  }

  async started(limit: StartLimit, permit: string): Promise<Wake> {
    const { state, now } = this.#look(limit.name);
    state.started(limit, permit, now);
    return state.wake(limit, now);
  }

  async give(limit: StartLimit, permits: readonly string[], unused: boolean): Promise<Wake> {
    const { state, now } = this.#look(limit.name);
    for (const permit of permits) state.give(permit, unused);
    return state.wake(limit, now);
  }

  async renew(held: readonly { name: string; permits: readonly string[] }[]): Promise<void> {
    for (const { name, permits } of held) {
      const { state, now } = this.#look(name);
      for (const permit of permits) state.running.set(permit, now + PERMIT_MS);
    }
  }

  async wait(limit: StartLimit, waiter: string, count: number, at_least = false): Promise<Wake> {
    const { state, now } = this.#look(limit.name);
    state.wait(waiter, count, at_least, now);
    return state.wake(limit, now);
  }

  async gone(limit: StartLimit, waiters: readonly string[]): Promise<Wake> {
    const { state, now } = this.#look(limit.name);
    for (const waiter of waiters) state.gone(waiter, now);
    return state.wake(limit, now);
  }

  async wake(limit: StartLimit): Promise<Wake> {
    const { state, now } = this.#look(limit.name);
    return state.wake(limit, now);
  }

  async waitedFor(most: number): Promise<string[]> {
    const names: string[] = [];
    for (const [name, { line }] of this.#limits) {
      if (names.length === most) break;
      if (line.size > 0) names.push(name);
    }
    return names;
  }

  #look(name: string): { state: LimitState; now: number } {
    const now = this.#now();
    if (now >= this.#next_sweep) this.#forgetIdle(now);
    let state = this.#limits.get(name);
    if (!state) {
      state = new LimitState();
      this.#limits.set(name, state);
    }
    state.forgetOld(now);
    return { state, now };
  }

  /** Removes unused limits, because there may be any number of keys. */
  #forgetIdle(now: number): void {
    this.#next_sweep = now + SWEEP_EVERY_MS;
    for (const [name, state] of this.#limits) {
      state.forgetOld(now);
      if (state.idle) this.#limits.delete(name);
    }
  }
}
