/** All benches, in the order they run. */
import { archive } from './archive.bench.ts';
import { bookkeeping } from './bookkeeping.bench.ts';
import { cancelLatency } from './cancel-latency.bench.ts';
import { consolePages } from './console.bench.ts';
import { createTask } from './create-task.bench.ts';
import { eventStreams } from './event-streams.bench.ts';
import { firstPage } from './first-page.bench.ts';
import { grid } from './grid.bench.ts';
import { groupCommit } from './group-commit.bench.ts';
import { keyCheck } from './key-check.bench.ts';
import { largeTask } from './large-task.bench.ts';
import { loginLoad } from './login-load.bench.ts';
import { loopHolds } from './loop-holds.bench.ts';
import { noopItems } from './noop-items.bench.ts';
import { oneItem, scaledOneItem } from './one-item.bench.ts';
import { ownAccount } from './own-account.bench.ts';
import { scaledFirstPage } from './scaled-first-page.bench.ts';
import { scaledHttp } from './scaled-http.bench.ts';
import { scaledItems } from './scaled-items.bench.ts';
import { scaledWorkers } from './scaled-workers.bench.ts';
import { startAndRest } from './start-and-rest.bench.ts';
import type { Bench } from './support/bench.ts';
import { taskList } from './task-list.bench.ts';
import { turnQueue } from './turn-queue.bench.ts';

export const benches: Bench[] = [
  ownAccount,
  keyCheck,
  createTask,
  noopItems,
  bookkeeping,
  oneItem,
  largeTask,
  firstPage,
  taskList,
  loginLoad,
  loopHolds,
  cancelLatency,
  eventStreams,
  startAndRest,
  archive,
  grid,
  groupCommit,
  turnQueue,
  scaledItems,
  scaledOneItem,
  scaledHttp,
  scaledFirstPage,
  scaledWorkers,
  consolePages,
];
