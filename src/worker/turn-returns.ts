import { isSystemOwner, type TurnQueue } from '../data/contracts/index.ts';
import type { Log } from '../runtime/log.ts';
import type { TurnPushes } from '../services/engine/turn-pushes.ts';

/** Delay before a turn is returned that found nothing to run because a quota is used up or the store does not answer. */
export const LATER_MS = 300;

/** A turn that the worker took, and the pool it was meant for. */
export interface TakenTurn {
  owner_id: string;
  pool: string;
}

/** The pool whose types a turn may claim; null = all. The system's own work belongs to no pool. */
export const claimedPoolOf = ({ owner_id, pool }: TakenTurn): string | null =>
  isSystemOwner(owner_id) ? null : pool;

/** Gives turns back to the queue that the worker cannot use now. While the queue cannot be reached, this is repeated in the background. */
export class TurnReturns {
  readonly #queue: Pick<TurnQueue, 'push'>;
  readonly #turns: Pick<TurnPushes, 'giveBack'>;
  readonly #log: Pick<Log, 'debug'>;

  constructor(queue: Pick<TurnQueue, 'push'>, turns: Pick<TurnPushes, 'giveBack'>, log: Pick<Log, 'debug'>) {
    this.#queue = queue;
    this.#turns = turns;
    this.#log = log;
  }

  async give({ owner_id, pool }: TakenTurn, count: number, delay_ms = 0): Promise<void> {
    try {
      await this.#queue.push([{ owner_id, count, delay_ms, pool }]);
    } catch (error) {
      this.#log.debug(
        { err: error, owner_id },
        'waiting tasks could not be returned to the queue; the worker tries again',
      );
      this.#turns.giveBack([{ owner_id, count, pool }]);
    }
  }
}
