import type { TaskEngine } from '../services/engine/task-engine.ts';
import type { ItemRun } from './item-run.ts';
import type { WorkerRuns } from './worker-runs.ts';

const EVERY_MS = 250;

/** Passes the progress of running items on, at most four times a second; returns a function that stops. */
export function startProgressReports(engine: TaskEngine, runs: WorkerRuns): () => void {
  const reported = new WeakMap<ItemRun, number>();
  const timer = setInterval(() => {
    for (const run of runs.byItem.values()) {
      if (run.progress === (reported.get(run) ?? 0)) continue;
      reported.set(run, run.progress);
      const { task, index, attempt } = run.item;
      // A lost report is made up for by the next one.
      engine.progress(task.id, index, attempt, run.progress).catch(() => reported.delete(run));
    }
  }, EVERY_MS);
  return () => clearInterval(timer);
}
