/**
 * Random numbers that depend on a text alone: the same key gives the same sequence on every machine.
 * `fork` gives a part of a picture its own sequence, so that a change in one part does not move the others.
 */
export class Random {
  readonly key: string;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(key: string) {
    this.key = key;
    [this.#a, this.#b, this.#c] = hashOf(key);
    for (let i = 0; i < 12; i++) this.next();
  }

  /** A number from 0 up to, not including, 1. */
  next(): number {
    // sfc32 (PractRand): small, fast and without visible patterns in neighbouring seeds.
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T;
  }

  shuffle<T>(list: readonly T[]): T[] {
    const copy = [...list];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = Math.floor(this.next() * (i + 1));
      [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
    }
    return copy;
  }

  fork(name: string): Random {
    return new Random(`${this.key}/${name}`);
  }
}

/** Three 32-bit numbers from a text, each depending on all of it. */
export function hashOf(text: string): [number, number, number] {
  let h1 = 0x9e3779b9 ^ text.length;
  let h2 = 0x85ebca6b;
  let h3 = 0xc2b2ae35;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ code, 597_399_067);
    h2 = Math.imul(h2 ^ code ^ (h1 >>> 15), 2_869_860_233);
    h3 = Math.imul(h3 ^ code ^ (h2 >>> 13), 951_274_213);
  }
  h1 = Math.imul(h1 ^ (h3 >>> 16), 2_246_822_507);
  h2 = Math.imul(h2 ^ (h1 >>> 13), 3_266_489_909);
  h3 = Math.imul(h3 ^ (h2 >>> 16), 2_246_822_507);
  return [h1 ^ (h1 >>> 15), h2 ^ (h2 >>> 14), h3 ^ (h3 >>> 16)];
}
