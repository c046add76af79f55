import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { Slot, Task, TaskStore, TurnQueue, Turns } from '../../data/contracts/index.ts';
import type { Background } from '../../runtime/background.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { SavedListener } from './saved-listeners.ts';
import { newlyQueued } from './slots.ts';
import type { TaskPools } from './task-pools.ts';

const PUSH_TRIES = 60;
const PUSH_AGAIN_MS = 1_000;
const TASKS_PER_LOOK = 200;

/** Works out which turns the queued slots of a task need, and pushes them into the queue. */
export class TurnPushes implements SavedListener {
  readonly #tasks: Pick<TaskStore, 'waiting'>;
  readonly #queue: TurnQueue;
  readonly #background: Background;
  readonly #clock: SteadyClock;
  readonly #pools: Pick<TaskPools, 'of'>;
  #gave_up = false;

  constructor(
    tasks: Pick<TaskStore, 'waiting'>,
    queue: TurnQueue,
    background: Background,
    clock: SteadyClock,
    pools: Pick<TaskPools, 'of'>,
  ) {
    this.#tasks = tasks;
    this.#queue = queue;
    this.#background = background;
    this.#clock = clock;
    this.#pools = pools;
  }

  /** Pushes turns for all queued slots of these tasks. Surplus turns do no harm. */
  async push(tasks: Task[]): Promise<void> {
    const turns = tasks.flatMap((task) =>
      this.#turnsFor(
        task,
        task.slots.filter((slot) => slot.state === 'queued'),
      ),
    );
    if (turns.length > 0) await this.#queue.push(turns);
  }

  async pushFor(owner_id: string, count: number, pool: string): Promise<void> {
    await this.#queue.push([{ owner_id, count, pool }]);
  }

  /** Pushes turns for all waiting items of this type: earlier turns were used up while the type was paused. Continues in the background. */
  pushForType(type: string): void {
    this.#background.run(
      this.#pushAllOf(type),
      'waiting tasks could not be put into the queue; the scheduler does so within seconds',
    );
  }

  /** Pushes turns for newly queued items, again and again until the queue accepts them. */
  saved(after: Task, before: Task | null): void {
    const turns = this.#turnsFor(after, newlyQueued(after, before));
    if (turns.length > 0)
      this.#background.run(
        this.#pushUntilDone(turns),
        'waiting tasks could not be put into the queue; the scheduler does so within seconds',
      );
  }

  /** From now on, failed pushes are not repeated. */
  giveUp(): void {
    this.#gave_up = true;
  }

  async #pushAllOf(type: string): Promise<void> {
    const now = new Date(this.#clock.now()).toISOString();
    let after: string | undefined;
    do {
      const found = await this.#tasks.waiting(now, TASKS_PER_LOOK, after);
      await this.push(found.filter((task) => task.type === type));
      after = found.length < TASKS_PER_LOOK ? undefined : found.at(-1)?.id;
      // Lets other work run between two pages.
      await setImmediate();
    } while (after && !this.#gave_up);
  }

  /** The sweep also finds turns that could not be pushed, but only after a while if many turns are waiting. */
  async #pushUntilDone(turns: Turns[]): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.#queue.push(turns);
      } catch (error) {
        if (tries === PUSH_TRIES || this.#gave_up) throw error;
        await sleep(PUSH_AGAIN_MS, undefined, { ref: false });
      }
    }
  }

  #turnsFor({ owner_id, type }: Task, slots: Slot[]): Turns[] {
    const pool = this.#pools.of(type);
    const now = this.#clock.now();
    let at_once = 0;
    const turns: Turns[] = [];
    for (const { available_at } of slots) {
      const wait_ms = available_at === null ? 0 : Date.parse(available_at) - now;
      if (wait_ms <= 0) at_once += 1;
      // A little later than the item: a turn that comes a moment too early would be wasted.
      else turns.push({ owner_id, count: 1, delay_ms: wait_ms + 5, pool });
    }
    if (at_once > 0) turns.unshift({ owner_id, count: at_once, pool });
    return turns;
  }
}
