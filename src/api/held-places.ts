import type { ServerResponse } from 'node:http';
import { Fault, type FaultType } from '../errors.ts';

/** Limits what callers keep open at one process, such as event streams and downloads: each costs a connection and memory. */
export class HeldPlaces {
  readonly #most: number;
  readonly #most_per_caller: number;
  readonly #fault: FaultType;
  readonly #byCaller = new Map<string, number>();
  #count = 0;

  /** `fault` is thrown if the caller has too many, or if all places are taken. */
  constructor(limits: { most: number; most_per_caller: number; fault: FaultType }) {
    this.#most = limits.most;
    this.#most_per_caller = limits.most_per_caller;
    this.#fault = limits.fault;
  }

  /** Takes a place; the returned function gives it back. Throws the fault. */
  take(caller: string): () => void {
    const own = this.#byCaller.get(caller) ?? 0;
    if (own >= this.#most_per_caller || this.#count >= this.#most) {
      throw new Fault(this.#fault, { retry_after: 10 });
    }
    this.#byCaller.set(caller, own + 1);
    this.#count += 1;
    let held = true;
    return () => {
      if (held) this.#giveBack(caller);
      held = false;
    };
  }

  #giveBack(caller: string): void {
    this.#count -= 1;
    const left = (this.#byCaller.get(caller) ?? 1) - 1;
    if (left === 0) this.#byCaller.delete(caller);
    else this.#byCaller.set(caller, left);
  }
}

/** Runs `end` once an answer is over; at once if the client has already disconnected, because `close` was then emitted before. */
export function onceOver(response: ServerResponse, end: () => void): void {
  if (response.destroyed) end();
  else response.once('close', end);
}
