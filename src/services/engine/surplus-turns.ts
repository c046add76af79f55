/** Turns that nobody can use: of items that were cancelled, or of a count that another program wrote into the queue. */
import type { PooledTurnQueue, Task, TaskStore } from '../../data/contracts/index.ts';
import type { Background } from '../../runtime/background.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import { isoTime } from '../../runtime/iso-time.ts';
import type { Log } from '../../runtime/log.ts';
import type { TurnPushes } from './turn-pushes.ts';
import type { TypePauses } from './type-pauses.ts';

/** So many turns of an owner find nothing, one after the other, before the store is asked what the owner has. */
const MOST_IN_A_ROW = 1_000;
/** Owners whose last turns found nothing. */
const MOST_OWNERS = 1_000;
const MOST_TASKS = 1_000;

export interface SurplusTurnsParts {
  queue: Pick<PooledTurnQueue, 'drop'>;
  tasks: Pick<TaskStore, 'claimable'>;
  turns: Pick<TurnPushes, 'push'>;
  pauses: Pick<TypePauses, 'claimable'>;
  background: Background;
  clock: Pick<SteadyClock, 'now'>;
  log: Pick<Log, 'info'>;
}

export class SurplusTurns {
  readonly #parts: SurplusTurnsParts;
  readonly #in_a_row = new BoundedMap<string, number>({ entries: MOST_OWNERS });

  constructor(parts: SurplusTurnsParts) {
    this.#parts = parts;
  }

  /** So many turns of this owner found nothing to run in this pool (null = in any); 0 = they found something. */
  foundNothing(owner_id: string, pool: string | null, count: number): void {
    if (count === 0 && this.#in_a_row.size === 0) return;
    const key = `${pool ?? ''}|${owner_id}`;
    if (count === 0) {
      this.#in_a_row.delete(key);
      return;
    }
    const in_a_row = (this.#in_a_row.get(key) ?? 0) + count;
    if (in_a_row < MOST_IN_A_ROW) {
      this.#in_a_row.set(key, in_a_row);
      return;
    }
    this.#in_a_row.delete(key);
    this.#parts.background.run(
      this.#drop(owner_id, pool),
      'turns that find nothing to run could not be deleted from the queue',
    );
  }

  /** What became claimable meanwhile gets its turns again. */
  async #drop(owner_id: string, pool: string | null): Promise<void> {
    const { queue, turns, log } = this.#parts;
    // Items of a limited type may wait, whose turns find nothing now.
    if (!queue.drop || (await this.#claimable(owner_id, pool, 1)).length > 0) return;
    const dropped = await queue.drop(owner_id, pool ?? undefined);
    await turns.push(await this.#claimable(owner_id, pool, MOST_TASKS));
    if (dropped > 0)
      log.info({ owner_id, turns: dropped }, 'turns in the queue for which nothing waits were deleted');
  }

  #claimable(owner_id: string, pool: string | null, most: number): Promise<Task[]> {
    const { tasks, pauses, clock } = this.#parts;
    return tasks.claimable(owner_id, isoTime(clock.now()), most, pauses.claimable(pool));
  }
}
