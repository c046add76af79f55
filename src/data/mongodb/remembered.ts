import { BoundedMap } from '../../runtime/bounded-map.ts';

/** Remembers answers for 10 s; questions that are asked at the same time are asked once. */
export class Remembered<T> {
  readonly #answers = new BoundedMap<string, Promise<T>>({ entries: 1_000, ttl_ms: 10_000 });

  of(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    if (known) return known;
    const answer = ask();
    this.#answers.set(key, answer);
    // The caller gets the failure; the next one asks again.
    answer.catch(() => this.#answers.delete(key));
    return answer;
  }
}
