/** Claims for turns, and what may be known too late of them: a claim whose answer was lost stands in the store all the same. */
import type { Data, Task } from '../data/contracts/index.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { TaskEngine } from '../services/engine/task-engine.ts';
import type { WorkerLog } from './worker-log.ts';
import { attemptKey, type WorkerRuns } from './worker-runs.ts';

const TASKS_PER_LOOK = 500;

export interface ItemClaims {
  /** None when there is nothing to claim, or the store cannot be reached: the sweep pushes the turn again then. */
  claim(
    owner_id: string,
    count: number,
    solo: boolean,
  ): Promise<{ items: ClaimedItem[]; solo_waits: boolean }>;
  /** The next item of a task of which one is in hand; null when there is none before `until` is over. */
  claimReleased(task_id: string, until: Promise<unknown>): Promise<ClaimedItem | null>;
  /** After a failed claim: gives back what the store says is in our hands and is not. */
  returnLost(): Promise<void>;
}

export function createItemClaims(
  data: Data,
  engine: TaskEngine,
  runs: WorkerRuns,
  log: WorkerLog,
): ItemClaims {
  /** When each claim under way began, the oldest first. */
  const begun = new Set<{ at: string }>();
  let lost = false;

  async function watched<T>(
    claim: () => Promise<T>,
    itemsOf: (answer: T) => ClaimedItem[],
    about: object,
  ): Promise<T | null> {
    const start = { at: new Date().toISOString() };
    begun.add(start);
    try {
      const answer = await claim();
      for (const item of itemsOf(answer)) runs.claimed.add(attemptKey(item.task.id, item));
      return answer;
    } catch (error) {
      if (!lost) log.warn({ err: error, ...about }, 'no item could be claimed');
      lost = true;
      return null;
    } finally {
      begun.delete(start);
    }
  }

  /** What is held in our name, since before the oldest claim that may still be answered, and is not in hand. */
  async function handBackLost(task: Task, before: string): Promise<void> {
    const unknown = task.slots.filter(
      (slot) =>
        slot.state === 'processing' &&
        slot.worker_id === runs.worker_id &&
        slot.since < before &&
        !runs.claimed.has(attemptKey(task.id, slot)),
    );
    await engine.handBack(unknown.map(({ index, attempt }) => ({ task, index, attempt })));
  }

  return {
    async claim(owner_id, count, solo) {
      const claim = () => engine.claim(runs.worker_id, owner_id, count, solo);
      const answer = await watched(claim, ({ items }) => items, { owner_id });
      return answer ?? { items: [], solo_waits: false };
    },

    claimReleased(task_id, until) {
      const claim = () => engine.claimReleased(runs.worker_id, task_id, until);
      return watched(claim, (item) => (item ? [item] : []), { task_id });
    },

    async returnLost() {
      if (!lost) return;
      lost = false;
      const [oldest] = begun;
      const before = oldest?.at ?? new Date().toISOString();
      try {
        let after: string | undefined;
        do {
          const tasks = await data.database.tasks.running(TASKS_PER_LOOK, after);
          for (const task of tasks) await handBackLost(task, before);
          after = tasks.length < TASKS_PER_LOOK ? undefined : tasks.at(-1)?.id;
        } while (after);
      } catch (error) {
        lost = true;
        throw error;
      }
    },
  };
}
