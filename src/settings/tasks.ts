import { flag, folder, inGroup, pools, whole } from './setting-kinds.ts';

const spec = inGroup('Tasks');

/** Settings of tasks, workers and webhooks. */
export const tasksSettings = {
  WORKER_CONCURRENCY: spec(
    whole(1, 1_000),
    8,
    'Number of items that one worker process runs at the same time.',
  ),
  WORKER_POOLS: spec(
    pools,
    'default',
    'Pools that a worker belongs to, separated by commas. It runs only items of task types that name one of them as their `pool`; types without one are in `default`.',
  ),
  TASK_TYPES_DIR: spec(folder, undefined, 'Folder with modules that define your own task types.'),
  MAX_ITEMS_PER_TASK: spec(whole(1, 1_000_000), 10_000, 'Maximum number of items per task.'),
  WAIT_MAX_SECONDS: spec(whole(1, 86_400), 3_600, 'Maximum duration, in seconds, of a task of type `wait`.'),
  MAX_SCHEDULES_PER_OWNER: spec(whole(0, 10_000), 100, 'Maximum number of schedules per account.'),
  WEBHOOK_ALLOW_PRIVATE: spec(
    flag,
    false,
    'Allow webhooks to call private addresses and http:// URLs. Anyone who can create webhooks can then make the server call these addresses.',
  ),
  MAX_FILE_BYTES: spec(
    whole(1, 1_099_511_627_776),
    1_073_741_824,
    'Maximum size of a file of an item, in bytes.',
  ),
  TASK_RETENTION_DAYS: spec(
    whole(1, 36_500),
    30,
    'Days after which finished tasks and their files are deleted.',
  ),
};
