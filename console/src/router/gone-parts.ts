/** Notices which parts of the console the server no longer has: a failed import does not tell why. */
class GoneParts {
  #last = Number.NEGATIVE_INFINITY;

  constructor() {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceResourceTiming[])
        if (entry.responseStatus === 404 && new URL(entry.name).pathname.startsWith('/assets/'))
          this.#last = Math.max(this.#last, entry.startTime);
    }).observe({ type: 'resource' });
  }

  /** Whether a part that was asked for since then, by `performance.now()`, was answered with 404. */
  since(time: number): boolean {
    return this.#last >= time;
  }
}

export const goneParts = new GoneParts();
