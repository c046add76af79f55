/** Loaded first in a thread that a handler has started: the programs that its code starts get the mark of the attempt. */
import { getEnvironmentData } from 'node:worker_threads';
import { MARK } from './process-table.ts';
import { watchSpawns } from './watch-spawns.ts';

const mark = getEnvironmentData(MARK);

if (typeof mark === 'string') {
  const listener = { mark, over: false, starting() {}, started() {}, exited() {} };
  watchSpawns(() => listener);
}
