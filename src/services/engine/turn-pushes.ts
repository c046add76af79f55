/** Which turns a task's queued slots ask for, and their way into the queue. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Slot, Task, TurnQueue, Turns } from '../../data/contracts/index.ts';
import type { Background } from './background.ts';
import { newlyQueued } from './task-changes.ts';

const PUSH_TRIES = 60;
const PUSH_AGAIN_MS = 1_000;

export interface TurnPushes {
  /** Turns for all queued slots of these tasks; a turn too many is harmless. */
  push(tasks: Task[]): Promise<void>;
  /** Turns for what became queued since `before`, tried until the queue takes them. */
  pushLater(after: Task, before: Task | null): void;
  /** Tries no longer. */
  giveUp(): void;
}

export function createTurnPushes(queue: TurnQueue, background: Background): TurnPushes {
  let gave_up = false;

  /** The sweep would find what could not be pushed, but behind a long row only after a while. */
  async function pushUntilDone(turns: Turns[]): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await queue.push(turns);
      } catch (error) {
        if (tries === PUSH_TRIES || gave_up) throw error;
        await sleep(PUSH_AGAIN_MS, undefined, { ref: false });
      }
    }
  }

  return {
    async push(tasks) {
      const turns = tasks.flatMap((task) =>
        turnsFor(
          task.owner_id,
          task.slots.filter((slot) => slot.state === 'queued'),
        ),
      );
      if (turns.length > 0) await queue.push(turns);
    },
    pushLater(after, before) {
      const turns = turnsFor(after.owner_id, newlyQueued(after, before));
      if (turns.length > 0) background.run(pushUntilDone(turns), 'turns');
    },
    giveUp() {
      gave_up = true;
    },
  };
}

function turnsFor(owner_id: string, slots: Slot[]): Turns[] {
  const now = Date.now();
  let at_once = 0;
  const turns: Turns[] = [];
  for (const { available_at } of slots) {
    const wait_ms = available_at === null ? 0 : Date.parse(available_at) - now;
    if (wait_ms <= 0) at_once += 1;
    // A little later than the item: a turn that comes a moment early would be used up for nothing.
    else turns.push({ owner_id, count: 1, delay_ms: wait_ms + 5 });
  }
  if (at_once > 0) turns.unshift({ owner_id, count: at_once });
  return turns;
}
