import { DEFAULT_POOL } from '../../data/contracts/index.ts';
import type { TaskType } from '../../task-types/definition/registry.ts';

/** Which task types belong to which pool of workers. */
export class TaskPools {
  readonly #pools: ReadonlyMap<string, string>;
  /** Every pool that a type names, and the default one. */
  readonly names: readonly string[];

  constructor(types: ReadonlyMap<string, Pick<TaskType, 'pool'>>) {
    this.#pools = new Map([...types].map(([type, { pool }]) => [type, pool]));
    this.names = [...new Set([DEFAULT_POOL, ...this.#pools.values()])];
  }

  typesIn(pool: string): string[] {
    return [...this.#pools].filter(([, of]) => of === pool).map(([type]) => type);
  }

  /** The default pool for a type that is not installed. */
  of(type: string): string {
    return this.#pools.get(type) ?? DEFAULT_POOL;
  }
}
