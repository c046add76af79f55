import { Fault, type FaultType } from '../errors.ts';

export interface PlaceLimits {
  per_caller: number;
  /** Requests of a caller that wait at the same time; further ones are refused at once. */
  waiting_per_caller: number;
  wait_ms: number;
  /** What a request is refused with. */
  fault: FaultType;
}

interface Caller {
  taken: number;
  line: (() => void)[];
}

/** Places of each caller at one process, for which its further requests wait in the order in which they came. */
export class PlaceLine {
  readonly #limits: PlaceLimits;
  readonly #callers = new Map<string, Caller>();

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  /** Takes a place; the returned function gives it back. Null if none is free, or if others wait for it. */
  takeNow(name: string): (() => void) | null {
    const caller = this.#callers.get(name) ?? { taken: 0, line: [] };
    if (caller.taken >= this.#limits.per_caller || caller.line.length > 0) return null;
    this.#callers.set(name, caller);
    caller.taken += 1;
    return this.#held(name, caller);
  }

  /** How many requests wait. */
  waiting(name: string): number {
    return this.#callers.get(name)?.line.length ?? 0;
  }

  /** Null once the client is `gone`. Throws the fault if too many wait, or if no place became free in time. */
  async take(name: string, gone: AbortSignal): Promise<(() => void) | null> {
    if (gone.aborted) return null;
    const now = this.takeNow(name);
    if (now) return now;
    const caller = this.#callers.get(name) as Caller;
    const { waiting_per_caller, wait_ms } = this.#limits;
    if (caller.line.length >= waiting_per_caller) throw this.#refusal();
    const { promise, resolve, reject } = Promise.withResolvers<(() => void) | null>();
    const next = () => {
      over();
      resolve(this.#held(name, caller));
    };
    const leave = () => {
      over();
      resolve(null);
    };
    const late = setTimeout(() => {
      over();
      reject(this.#refusal());
    }, wait_ms);
    const over = () => {
      clearTimeout(late);
      gone.removeEventListener('abort', leave);
      const at = caller.line.indexOf(next);
      if (at >= 0) caller.line.splice(at, 1);
    };
    gone.addEventListener('abort', leave);
    caller.line.push(next);
    return promise;
  }

  #refusal(): Fault {
    return new Fault(this.#limits.fault, { retry_after: 10 });
  }

  #held(name: string, caller: Caller): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      // The place is passed on, so that no other request can come in between.
      const next = caller.line[0];
      if (next) return next();
      caller.taken -= 1;
      if (caller.taken === 0) this.#callers.delete(name);
    };
  }
}
