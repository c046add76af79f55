/**
 * Loaded first in a thread that a handler has started: the programs that its code starts get the mark of the attempt, and
 * none can be started once that is over. The thread itself goes on, because a library may keep it for other attempts.
 */
import { getEnvironmentData } from 'node:worker_threads';
import { AttemptEnd } from './attempt-end.ts';
import { MARK } from './process-table.ts';
import type { NestedAttempt } from './watch-nested-threads.ts';
import { watchSpawns } from './watch-spawns.ts';

const attempt = getEnvironmentData(MARK) as NestedAttempt | undefined;

if (attempt) {
  const { mark, cells } = attempt;
  const end = new AttemptEnd(cells);
  const listener = {
    mark,
    start: <T>(start: () => T) => end.start(start),
    shared: () => cells,
    starting() {},
    started() {},
    exited() {},
  };
  watchSpawns(() => listener);
}
