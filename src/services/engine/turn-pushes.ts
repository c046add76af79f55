import type { Slot, Task, TaskStore, TurnQueue, Turns } from '../../data/contracts/index.ts';
import type { Background } from '../../runtime/background.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import { untilDone } from '../../runtime/until-done.ts';
import type { SavedListener } from './saved-listeners.ts';
import { newlyQueued } from './slots.ts';
import { pagesOf, TASKS_AT_ONCE } from './task-pages.ts';
import type { TaskPools } from './task-pools.ts';

const PUSH_TRIES = 60;
const PUSH_AGAIN_MS = 1_000;
const NOT_PUSHED = 'waiting tasks could not be put into the queue; the scheduler does so within seconds';

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
    this.#background.run(this.#pushAllOf(type), NOT_PUSHED);
  }

  /**
   * Pushes these turns, again and again until the queue accepts them. The sweep also finds turns that could not be pushed, but only after
   * a while if many turns are waiting.
   */
  pushUntilDone(turns: Turns[]): Promise<void> {
    const goesOn = () => !this.#gave_up;
    return untilDone(() => this.#queue.push(turns), { ms: PUSH_AGAIN_MS, tries: PUSH_TRIES, goesOn });
  }

  /** The same in the background: the worker took these turns and cannot use them. */
  giveBack(turns: Turns[]): void {
    this.#background.run(this.pushUntilDone(turns), NOT_PUSHED);
  }

  /** Pushes turns for newly queued items, again and again until the queue accepts them. */
  saved(after: Task, before: Task | null): void {
    const turns = this.#turnsFor(after, newlyQueued(after, before));
    if (turns.length > 0) this.#background.run(this.pushUntilDone(turns), NOT_PUSHED);
  }

  /** Items that the lost write released have no turns yet. */
  maybeSaved(after: Task, before: Task): void {
    this.saved(after, before);
  }

  /** From now on, failed pushes are not repeated. */
  giveUp(): void {
    this.#gave_up = true;
  }

  async #pushAllOf(type: string): Promise<void> {
    const now = new Date(this.#clock.now()).toISOString();
    for await (const page of pagesOf((after) => this.#tasks.waiting(now, TASKS_AT_ONCE, after))) {
      await this.push(page.filter((task) => task.type === type));
      if (this.#gave_up) return;
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
