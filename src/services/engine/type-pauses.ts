/** Which task types are paused, as far as this process knows: the store is the truth, a message tells of each change at once. */
import type { Database, EventBus } from '../../data/contracts/index.ts';

export interface TypePausesParts {
  database: Pick<Database, 'typePauses'>;
  events: EventBus;
  /** Every type that is installed. */
  types: readonly string[];
}

/**
 * Whoever claims items asks here what may start. Workers read the store before their first claim and with each heartbeat, so that a
 * message that was lost costs 2.5 s.
 */
export class TypePauses {
  readonly #store: Database['typePauses'];
  readonly #types: readonly string[];
  readonly #unsubscribe: () => void;
  #paused: ReadonlySet<string> = new Set();
  /** Undefined while nothing is paused, so that a claim is then the same as ever. */
  #claimable: string[] | undefined;

  constructor({ database, events, types }: TypePausesParts) {
    this.#store = database.typePauses;
    this.#types = types;
    this.#unsubscribe = events.subscribe('type_pause', ({ type, paused }) => this.#set(type, paused));
  }

  /** Reads the store. Throws `Unavailable`. */
  async refresh(): Promise<void> {
    this.#know(new Set((await this.#store.list()).map(({ type }) => type)));
  }

  isPaused(type: string): boolean {
    return this.#paused.has(type);
  }

  /**
   * The types that may start; undefined = any. While one is paused, tasks of types that are not installed wait as well: there is no
   * index of "every type but these".
   */
  claimable(): string[] | undefined {
    return this.#claimable;
  }

  close(): void {
    this.#unsubscribe();
  }

  #set(type: string, paused: boolean): void {
    const next = new Set(this.#paused);
    if (paused) next.add(type);
    else next.delete(type);
    this.#know(next);
  }

  #know(paused: ReadonlySet<string>): void {
    this.#paused = paused;
    this.#claimable = paused.size === 0 ? undefined : this.#types.filter((type) => !paused.has(type));
  }
}
