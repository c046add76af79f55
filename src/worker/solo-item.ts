/** An item that was running at several deaths of a worker runs alone, so that it harms no other item. */
import type { Log } from '../runtime/log.ts';
import type { ItemClaims } from './item-claims.ts';
import type { ItemExecutor } from './item-executor.ts';
import { claimedPoolOf, LATER_MS, type TakenTurn, type TurnReturns } from './turn-returns.ts';
import type { UnderWay } from './under-way.ts';

export interface SoloItemParts {
  claims: Pick<ItemClaims, 'claim'>;
  executor: Pick<ItemExecutor, 'execute'>;
  returns: Pick<TurnReturns, 'give'>;
  /** The runs that must end before it starts. */
  turns: UnderWay;
  items: UnderWay;
  log: Pick<Log, 'warn'>;
  /** Makes the worker take no more turns; false if its mode does not allow this. */
  enter(): boolean;
  /** Whether the worker is still in this mode; it may have been stopped. */
  isAlone(): boolean;
  /** Makes the worker take turns again, unless it was stopped in the meantime. */
  leave(): void;
}

export class SoloItem {
  readonly #parts: SoloItemParts;
  /** The turn of the item that waits until nothing else runs. */
  #turn: TakenTurn | null = null;

  constructor(parts: SoloItemParts) {
    this.#parts = parts;
  }

  /** Called if the item of this turn must run alone. */
  waitsFor(turn: TakenTurn): void {
    if (!this.#parts.enter()) return;
    this.#turn = turn;
    this.startIfIdle();
  }

  /** To be called whenever a turn or an item has ended. */
  startIfIdle(): void {
    const turn = this.#turn;
    const { turns, items } = this.#parts;
    if (!turn || turns.size + items.size > 0) return;
    this.#turn = null;
    void items.add(this.#run(turn));
  }

  async #run(turn: TakenTurn): Promise<void> {
    const { claims, executor, returns, log, isAlone, leave } = this.#parts;
    let again_ms = LATER_MS;
    try {
      if (!isAlone()) return;
      const { items } = await claims.claim(turn.owner_id, 1, true, claimedPoolOf(turn));
      if (items.length > 0) again_ms = 0;
      for (const item of items) {
        log.warn(
          { task_id: item.task.id, index: item.index },
          'an item that was running at three deaths of a worker runs alone; this worker takes no other until it ends',
        );
        await executor.execute(item);
      }
    } finally {
      leave();
      await returns.give(turn, 1, again_ms);
    }
  }
}
