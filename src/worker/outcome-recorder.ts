import { setTimeout as sleep } from 'node:timers/promises';
import { type FileStore, Unavailable } from '../data/contracts/index.ts';
import type { AttemptOutcome, ClaimedItem } from '../services/engine/attempt.ts';
import type { TaskEngine } from '../services/engine/task-engine.ts';
import type { WorkerLog } from './worker-log.ts';
import type { WorkerRuns } from './worker-runs.ts';

const LONGEST_WAIT_MS = 2_000;

/** Records outcomes until they are recorded, or are no longer ours to record; then removes files that nobody will see. */
export function createOutcomeRecorder(
  engine: TaskEngine,
  files: FileStore,
  runs: WorkerRuns,
  log: WorkerLog,
) {
  async function untilRecorded(item: ClaimedItem, outcome: AttemptOutcome): Promise<boolean> {
    const mine = runs.worker_id;
    for (let tries = 0; runs.worker_id === mine && Date.now() < (runs.give_up_at ?? Infinity); tries += 1) {
      try {
        return await engine.finish(item, outcome);
      } catch (error) {
        if (tries === 0 || !(error instanceof Unavailable)) {
          log.warn(
            { err: error, task_id: item.task.id, index: item.index },
            'an outcome waits to be recorded',
          );
        }
        await sleep(Math.min(LONGEST_WAIT_MS, 100 * 2 ** tries));
      }
    }
    return false;
  }

  return async (item: ClaimedItem, outcome: AttemptOutcome): Promise<void> => {
    const recorded = await untilRecorded(item, outcome);
    const { task, index, attempt } = item;
    const completed = recorded && outcome.kind === 'completed';
    const nothingToRemove = attempt === 1 && (completed || outcome.files.length === 0);
    // Not recorded: a newer attempt may have files there by now.
    if (!recorded || nothingToRemove) return;
    await files.deleteAttempts(task.id, index, completed ? attempt : null).catch((error: unknown) => {
      log.warn(
        { err: error, task_id: task.id, index },
        'files of an earlier attempt stay until the task goes',
      );
    });
  };
}
