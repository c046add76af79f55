/** How one attempt to deliver a message ended: `retry` = not delivered and will be repeated. */
export type DeliveryOutcome = 'delivered' | 'failed' | 'retry';

/** Counts the outcomes of the attempts that this process has made since it started. */
export class DeliveryCounts {
  readonly #counts = new Map<DeliveryOutcome, number>();

  count(outcome: DeliveryOutcome): void {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1);
  }

  counts(): { labels: { outcome: string }; value: number }[] {
    return [...this.#counts].map(([outcome, value]) => ({ labels: { outcome }, value }));
  }
}
