import type { StartLimit } from '../../data/contracts/index.ts';

/** If there are more limits than this, the others are checked only when permits are renewed. */
const MOST = 10_000;

/** A timer for each limit with waiters, for the next check. */
export class LimitTimers {
  readonly #look: (limit: StartLimit) => void;
  readonly #timers = new Map<string, { timer: NodeJS.Timeout; at: number }>();
  #closed = false;

  constructor(look: (limit: StartLimit) => void) {
    this.#look = look;
  }

  /** Keeps the earlier time. */
  set(limit: StartLimit, ms: number): void {
    const at = performance.now() + ms;
    const known = this.#timers.get(limit.name);
    if (this.#closed || (known ? known.at <= at : this.#timers.size >= MOST)) return;
    clearTimeout(known?.timer);
    const look = () => {
      this.#timers.delete(limit.name);
      this.#look(limit);
    };
    this.#timers.set(limit.name, { timer: setTimeout(look, ms).unref(), at });
  }

  close(): void {
    this.#closed = true;
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
