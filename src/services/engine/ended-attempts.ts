import type { AttemptOutcome } from './attempt.ts';

interface Labels {
  type: string;
  outcome: AttemptOutcome['kind'];
}

/** How many attempts of items this process has recorded since it started, by type and outcome. */
export class EndedAttempts {
  readonly #counts = new Map<string, { labels: Labels; value: number }>();

  count(type: string, outcome: Labels['outcome']): void {
    const key = `${type} ${outcome}`;
    const counted = this.#counts.get(key) ?? { labels: { type, outcome }, value: 0 };
    counted.value += 1;
    this.#counts.set(key, counted);
  }

  counts(): { labels: { type: string; outcome: string }; value: number }[] {
    return [...this.#counts.values()];
  }
}
