import type { Accounts } from '../services/accounts/accounts.ts';
import type { AuditLimit } from '../services/audit/audit-limit.ts';
import type { AuditLog } from '../services/audit/audit-log.ts';
import type { SystemReport } from '../services/operation/system-report.ts';
import type { TypeSwitches } from '../services/operation/type-switches.ts';
import type { WorkerList } from '../services/operation/worker-list.ts';
import type { Schedules } from '../services/schedules/schedules.ts';
import type { Statistics } from '../services/statistics/statistics.ts';
import type { TaskArchive } from '../services/tasks/archive/task-archive.ts';
import type { TaskGrid } from '../services/tasks/grid/task-grid.ts';
import type { ItemService } from '../services/tasks/item-service.ts';
import type { TaskBulk } from '../services/tasks/task-bulk.ts';
import type { TaskQuotas } from '../services/tasks/task-quotas.ts';
import type { TaskService } from '../services/tasks/task-service.ts';
import type { TaskThumbnails } from '../services/tasks/task-thumbnails.ts';
import type { TaskWatch } from '../services/tasks/task-watch.ts';
import type { Webhooks } from '../services/webhooks/webhooks.ts';
import type { Measure } from '../telemetry/measure.ts';
import type { Traces } from '../telemetry/traces.ts';

/** The status of each component: `database`, `queue` and so on. Never throws. */
export type Health = Record<string, boolean>;

/** Everything that the HTTP layer uses. */
export interface Services extends Accounts {
  audit: AuditLog;
  auditLimit: AuditLimit;
  tasks: TaskService;
  items: ItemService;
  archive: TaskArchive;
  grid: TaskGrid;
  thumbnails: TaskThumbnails;
  bulk: TaskBulk;
  watch: TaskWatch;
  schedules: Schedules;
  webhooks: Webhooks;
  workers: WorkerList;
  types: TypeSwitches;
  system: SystemReport;
  statistics: Statistics;
  quotas: TaskQuotas;
  /** True if one process is the whole system. */
  embedded: boolean;
  health(): Promise<Health>;
  /** True once the process was asked to stop: it still serves but wants no new requests. */
  leaving(): boolean;
  /** Metrics of other parts of the process. */
  measures?: Measure[];
  /** Absent if no traces are wanted. */
  traces?: Traces;
}
