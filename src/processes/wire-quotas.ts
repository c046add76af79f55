import type { Data } from '../data/contracts/index.ts';
import type { Background } from '../runtime/background.ts';
import type { SteadyClock } from '../runtime/clock.ts';
import { RunningQuota } from '../services/engine/running-quota.ts';
import { StorageQuota } from '../services/engine/storage-quota.ts';
import { OwnerQuotas } from '../services/owner-quotas.ts';
import { TaskQuotas } from '../services/tasks/task-quotas.ts';
import type { Settings } from '../settings.ts';

/** The quotas of accounts, and the parts that enforce them. */
export function wireQuotas(
  settings: Settings,
  database: Data['database'],
  { clock, background }: { clock: SteadyClock; background: Background },
) {
  const owner_quotas = new OwnerQuotas(
    database.users,
    {
      active_tasks: settings.QUOTA_ACTIVE_TASKS,
      tasks_per_day: settings.QUOTA_TASKS_PER_DAY,
      running_items: settings.QUOTA_RUNNING_ITEMS,
      stored_bytes: settings.QUOTA_STORED_BYTES,
    },
    settings.RATE_LIMIT_ENABLED,
  );
  const shared = { holds: database.quotaHolds, background };
  return {
    owner_quotas,
    quotas: new TaskQuotas({ ...shared, tasks: database.tasks, quotas: owner_quotas, clock }),
    running_quota: new RunningQuota(database.tasks, owner_quotas),
    storage_quota: new StorageQuota(database.tasks, owner_quotas, shared),
  };
}
