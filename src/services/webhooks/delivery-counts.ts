/** How one attempt to deliver a message ended: `retry` = not delivered, to be tried again. */
export type DeliveryOutcome = 'delivered' | 'failed' | 'retry';

/** How the attempts of this process ended since it started. */
export class DeliveryCounts {
  readonly #counts = new Map<DeliveryOutcome, number>();

  count(outcome: DeliveryOutcome): void {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1);
  }

  counts(): { labels: { outcome: string }; value: number }[] {
    return [...this.#counts].map(([outcome, value]) => ({ labels: { outcome }, value }));
  }
}
