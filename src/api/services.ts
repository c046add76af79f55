import type { Counters } from '../data/contracts/index.ts';
import type { Accounts } from '../services/accounts/accounts.ts';
import type { TaskService } from '../services/tasks/task-service.ts';

/** Which parts answer: `database`, `queue` and so on. Never throws. */
export type Health = Record<string, boolean>;

/** A number that is asked for when `/metrics` is read; one that cannot be had just then is left out. */
export interface Measure {
  name: string;
  help: string;
  read(): number | Promise<number>;
}

/** Everything the HTTP layer calls. */
export interface Services extends Accounts {
  tasks: TaskService;
  counters: Counters;
  health(): Promise<Health>;
  /** What other parts of the process have to tell on `/metrics`. */
  measures?: Measure[];
}
