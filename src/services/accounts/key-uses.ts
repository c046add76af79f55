import type { Database } from '../../data/contracts/index.ts';
import type { Log } from '../../runtime/log.ts';

/** The longest delay after which a use is stored in the database. */
const LATE_MS = 30_000;

/** Remembers when API keys were used, and writes it at intervals, so that a request with a key costs no write. */
export class KeyUses {
  readonly #store: Pick<Database['apiKeys'], 'touch'>;
  readonly #log: Pick<Log, 'warn'>;
  readonly #used = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Pick<Database['apiKeys'], 'touch'>, log: Pick<Log, 'warn'>) {
    this.#store = store;
    this.#log = log;
  }

  note(id: string): void {
    this.#used.set(id, new Date().toISOString());
    this.#timer ??= setTimeout(() => void this.flush(), LATE_MS).unref();
  }

  /** Writes the uses that have not been written yet. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#used.size === 0) return;
    const uses = [...this.#used].map(([id, at]) => ({ id, at }));
    this.#used.clear();
    try {
      await this.#store.touch(uses);
    } catch (error) {
      // Nothing depends on it, and the next use is written again.
      this.#log.warn(
        { err: error },
        'the times at which API keys were last used could not be written and are lost',
      );
    }
  }
}
