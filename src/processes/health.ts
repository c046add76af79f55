/** Tries what the product needs, a write and a message to itself included: a server that is full or refuses them answers a ping. */
import type { Data } from '../data/contracts/index.ts';
import type { Log } from '../runtime/log.ts';

/** An answer is good for so long: whoever asks often must not make a write each time. */
const GOOD_FOR_MS = 2_000;

export class Health {
  readonly #attempts: [name: string, attempt: () => Promise<unknown>][];
  readonly #log: Pick<Log, 'info' | 'warn'>;
  readonly #failing = new Set<string>();
  #answer: Promise<Record<string, boolean>> | null = null;
  #asked_at = 0;
  #leaving = false;

  constructor({ database, queue, events }: Data, log: Pick<Log, 'info' | 'warn'>) {
    this.#log = log;
    this.#attempts = [
      ['database', () => database.probe()],
      ['queue', () => queue.ping()],
      ['events', async () => events.ping?.()],
    ];
  }

  /** Which parts work. Never throws; why one does not is written to the log, once. */
  report(): Promise<Record<string, boolean>> {
    const now = performance.now();
    if (!this.#answer || now - this.#asked_at > GOOD_FOR_MS) {
      this.#asked_at = now;
      this.#answer = this.#tryAll();
    }
    return this.#answer;
  }

  /** From now on the process is about to stop: it serves, and wants no new requests. */
  leave(): void {
    this.#leaving = true;
  }

  get leaving(): boolean {
    return this.#leaving;
  }

  async #tryAll(): Promise<Record<string, boolean>> {
    const tried = this.#attempts.map(async ([name, attempt]) => [name, await this.#works(name, attempt)]);
    return Object.fromEntries(await Promise.all(tried));
  }

  async #works(name: string, attempt: () => Promise<unknown>): Promise<boolean> {
    try {
      await attempt();
      if (this.#failing.delete(name)) this.#log.info({ part: name }, 'a part works again');
      return true;
    } catch (error) {
      if (!this.#failing.has(name)) this.#log.warn({ err: error, part: name }, 'a part does not work');
      this.#failing.add(name);
      return false;
    }
  }
}
