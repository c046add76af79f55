import { isSystemOwner, type TurnQueue } from '../data/contracts/index.ts';
import type { Log } from '../runtime/log.ts';

/** A turn that the worker took, and the pool it was meant for. */
export interface TakenTurn {
  owner_id: string;
  pool: string;
}

/** Of which pool's types a turn may claim; null = of all. What the system does itself belongs to no pool. */
export const claimedPoolOf = ({ owner_id, pool }: TakenTurn): string | null =>
  isSystemOwner(owner_id) ? null : pool;

/** Gives turns back to the queue that the worker cannot use now. */
export class TurnReturns {
  readonly #queue: Pick<TurnQueue, 'push'>;
  readonly #log: Pick<Log, 'debug'>;

  constructor(queue: Pick<TurnQueue, 'push'>, log: Pick<Log, 'debug'>) {
    this.#queue = queue;
    this.#log = log;
  }

  async give({ owner_id, pool }: TakenTurn, count: number, delay_ms = 0): Promise<void> {
    try {
      await this.#queue.push([{ owner_id, count, delay_ms, pool }]);
    } catch (error) {
      this.#log.debug(
        { err: error, owner_id },
        'waiting tasks could not be returned to the queue; the scheduler queues them again',
      );
    }
  }
}
