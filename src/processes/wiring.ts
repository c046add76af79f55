/** Puts services together over opened data. Starts nothing. */
import { randomBytes } from 'node:crypto';
import type { Services } from '../api/services.ts';
import { assembleAccounts } from '../services/accounts/accounts.ts';
import { createFinishedTasks } from '../services/engine/finished-tasks.ts';
import { createTaskEngine, type TaskEngine } from '../services/engine/task-engine.ts';
import { TaskPlans } from '../services/engine/task-plans.ts';
import { createTaskService } from '../services/tasks/create-task-service.ts';
import type { TaskCreation } from '../services/tasks/task-creation.ts';
import type { Settings } from '../settings.ts';
import { loadTaskTypes } from '../task-types/definition/registry.ts';
import type { OpenData } from './open-data.ts';
import type { ProcessLog } from './process-log.ts';

export interface Wired {
  /** With the secret filled in. */
  settings: Settings & { SECRET_KEY: string };
  services: Services;
  engine: TaskEngine;
  plans: TaskPlans;
  creation: TaskCreation;
  /** Ends watches, then waits for what is being written. */
  close(): Promise<void>;
}

export async function wire(given: Settings, data: OpenData, log: ProcessLog): Promise<Wired> {
  const secret = given.SECRET_KEY ?? (await data.database.keepSecret(randomBytes(32).toString('base64url')));
  const settings = { ...given, SECRET_KEY: secret };
  const registry = await loadTaskTypes(settings.TASK_TYPES_DIR);
  const finished = createFinishedTasks(data.versions, settings.CACHE_ENABLED ? settings.CACHE_TASK_TTL : 0);
  const engine = createTaskEngine(data, finished, log);
  const plans = new TaskPlans(data.database.tasks, registry);
  const tasks = createTaskService({ data, engine, plans, registry, finished, settings, secret });
  const accounts = assembleAccounts({
    database: data.database,
    versions: data.versions,
    counters: data.counters,
    secret,
    session_days: settings.REFRESH_TOKEN_EXPIRE_DAYS,
    limits_enabled: settings.RATE_LIMIT_ENABLED,
    cache_enabled: settings.CACHE_ENABLED,
    cancelTasksOf: (user_id) => tasks.cancelAllOf(user_id),
  });
  const services: Services = {
    ...accounts,
    tasks,
    counters: data.counters,
    measures: [
      { name: 'turns_waiting', help: 'Turns that wait for a worker.', read: () => data.queue.waiting() },
    ],
    async health() {
      const works = (ping: Promise<void>) =>
        ping.then(
          () => true,
          () => false,
        );
      const [database, queue] = await Promise.all([works(data.database.ping()), works(data.queue.ping())]);
      return { database, queue };
    },
  };
  return {
    settings,
    services,
    engine,
    plans,
    creation: tasks.creation,
    async close() {
      tasks.close();
      await engine.close();
    },
  };
}
