import type { Task } from '../../data/contracts/index.ts';
import type { AttemptOutcome } from './attempt.ts';
import type { AttemptListener } from './attempt-listeners.ts';

interface Labels {
  type: string;
  outcome: AttemptOutcome['kind'];
}

/** How many attempts of items this process has recorded since it started, by type and outcome. */
export class EndedAttempts implements AttemptListener {
  readonly #types = new Map<string, Map<Labels['outcome'], number>>();

  started(): void {}

  ended({ type }: Task, outcome: Labels['outcome']): void {
    let counts = this.#types.get(type);
    if (!counts) {
      counts = new Map();
      this.#types.set(type, counts);
    }
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }

  counts(): { labels: Labels; value: number }[] {
    return [...this.#types].flatMap(([type, counts]) =>
      [...counts].map(([outcome, value]) => ({ labels: { type, outcome }, value })),
    );
  }
}
