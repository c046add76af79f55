import { cpus } from 'node:os';

/** Measures how much of the processors' time is idle. */
export class Idleness {
  #last = this.#now();

  /** The idle share since the last call. */
  look(): number {
    const now = this.#now();
    const { idle, all } = this.#last;
    this.#last = now;
    return now.all > all ? (now.idle - idle) / (now.all - all) : 0;
  }

  #now() {
    const times = cpus().map(({ times }) => times);
    const sum = (of: (typeof times)[number]) => of.user + of.nice + of.sys + of.idle + of.irq;
    return {
      idle: times.reduce((total, { idle }) => total + idle, 0),
      all: times.reduce((total, one) => total + sum(one), 0),
    };
  }
}
