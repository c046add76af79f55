/** All benches, in the order they run. */
import { cancelLatency } from './cancel-latency.bench.ts';
import { createTask } from './create-task.bench.ts';
import { eventStreams } from './event-streams.bench.ts';
import { largeTask } from './large-task.bench.ts';
import { loginLoad } from './login-load.bench.ts';
import { noopItems } from './noop-items.bench.ts';
import { ownAccount } from './own-account.bench.ts';
import { startAndRest } from './start-and-rest.bench.ts';
import type { Bench } from './support/bench.ts';

export const benches: Bench[] = [
  ownAccount,
  createTask,
  noopItems,
  largeTask,
  loginLoad,
  cancelLatency,
  eventStreams,
  startAndRest,
];
