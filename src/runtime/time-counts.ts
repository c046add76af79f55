/** Counts durations by bounds, as histograms of metrics want them. The library's own takes several times as long for each. */
export class TimeCounts {
  readonly #bounds: readonly number[];
  /** How many were longer than the bound before and not longer than this one, and as the last entry those that were longer than all. */
  readonly counts: number[];
  #sum = 0;

  /** Seconds, ascending. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  /** Seconds. */
  get sum(): number {
    return this.#sum;
  }

  add(seconds: number): void {
    let at = 0;
    while (at < this.#bounds.length && seconds > (this.#bounds[at] as number)) at += 1;
    this.counts[at] = (this.counts[at] as number) + 1;
    this.#sum += seconds;
  }
}
