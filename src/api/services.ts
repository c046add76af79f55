import type { Registry } from 'prom-client';
import type { Counters } from '../data/contracts/index.ts';
import type { AccessCheck } from '../services/accounts/access-check.ts';
import type { AuthService } from '../services/accounts/auth-service.ts';
import type { UserService } from '../services/accounts/user-service.ts';
import type { TaskService } from '../services/tasks/task-service.ts';

/** Which parts answer: `database`, `queue` and so on. Never throws. */
export type Health = Record<string, boolean>;

/** Everything the HTTP layer calls. */
export interface Services {
  auth: AuthService;
  users: UserService;
  access: AccessCheck;
  tasks: TaskService;
  counters: Counters;
  health(): Promise<Health>;
  /** Adds what other parts of the process measure to `/metrics`. */
  metrics?(registry: Registry): void;
}
