/** The paused task types, as far as this process knows. The store is authoritative; a message announces each change immediately. */
import type { Database, EventBus } from '../../data/contracts/index.ts';
import type { TaskPools } from './task-pools.ts';

export interface TypePausesParts {
  database: Pick<Database, 'typePauses'>;
  events: EventBus;
  /** All installed types. */
  types: readonly string[];
  pools: Pick<TaskPools, 'of' | 'names'>;
}

const NONE: ReadonlyMap<string, unknown> = new Map();

/**
 * Says which types may start when items are claimed. Workers read the store before their first claim and with each heartbeat, so a lost
 * message causes a delay of 2.5 s.
 */
export class TypePauses {
  readonly #store: Database['typePauses'];
  readonly #types: readonly string[];
  readonly #pools: TypePausesParts['pools'];
  readonly #unsubscribe: () => void;
  #paused: ReadonlySet<string> = new Set();
  /** By pool; cleared when a type is paused or resumed. */
  readonly #claimable = new Map<string | null, string[]>();

  constructor({ database, events, types, pools }: TypePausesParts) {
    this.#store = database.typePauses;
    this.#types = types;
    this.#pools = pools;
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
   * The types of this pool (null = all) that may start, without those in `except`. Undefined = any type, so that claims need no condition
   * while nothing is paused and there are no pools. Otherwise, tasks of types that are not installed wait as well, because no index
   * supports "every type except these".
   */
  claimable(pool: string | null = null, except = NONE): string[] | undefined {
    if (except.size > 0) return this.#claimableOf(pool).filter((type) => !except.has(type));
    const any = this.#paused.size === 0 && (pool === null || this.#pools.names.length === 1);
    return any ? undefined : this.#claimableOf(pool);
  }

  #claimableOf(pool: string | null): string[] {
    let types = this.#claimable.get(pool);
    if (!types) {
      types = this.#types.filter(
        (type) => !this.#paused.has(type) && (pool === null || this.#pools.of(type) === pool),
      );
      this.#claimable.set(pool, types);
    }
    return types;
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
    this.#claimable.clear();
  }
}
