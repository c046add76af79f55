import type { Registry } from 'prom-client';

/** Milliseconds. Monitoring reads the metrics every few seconds; all who read them more often share a page. */
const GOOD_FOR_MS = 1_000;

/**
 * The text of `/metrics`, made at most once per second: it takes several milliseconds of the event loop, and anybody may request it.
 */
export class MetricsPage {
  readonly registry: Registry;
  #made: Promise<Buffer> | null = null;
  #good_until = 0;

  constructor(registry: Registry) {
    this.registry = registry;
  }

  get type(): string {
    return this.registry.contentType;
  }

  /** One buffer for all callers. */
  read(): Promise<Buffer> {
    if (this.#made && performance.now() < this.#good_until) return this.#made;
    this.#good_until = Number.POSITIVE_INFINITY;
    this.#made = this.#make();
    return this.#made;
  }

  async #make(): Promise<Buffer> {
    try {
      const bytes = Buffer.from(await this.registry.metrics());
      this.#good_until = performance.now() + GOOD_FOR_MS;
      return bytes;
    } catch (error) {
      this.#good_until = 0;
      throw error;
    }
  }
}
