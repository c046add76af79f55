/** Creates and connects the task engine and the services around it. Starts nothing. */
import { linkPaths } from '../api/link-paths.ts';
import type { Data } from '../data/contracts/index.ts';
import { Background } from '../runtime/background.ts';
import { SteadyClock } from '../runtime/clock.ts';
import { version } from '../runtime/version.ts';
import type { TimedWork } from '../scheduler/scheduler.ts';
import { AccountRetention } from '../services/accounts/account-retention.ts';
import type { AuditLog } from '../services/audit/audit-log.ts';
import { AttemptTimes } from '../services/engine/attempt-times.ts';
import { CreatedTasks } from '../services/engine/created-tasks.ts';
import { DirectStarts } from '../services/engine/direct-starts.ts';
import { EndedAttempts } from '../services/engine/ended-attempts.ts';
import { FinishedCounts } from '../services/engine/finished-counts.ts';
import { FinishedTasks } from '../services/engine/finished-tasks.ts';
import { OverdueTurns } from '../services/engine/overdue-turns.ts';
import { PutOffItems } from '../services/engine/put-off-items.ts';
import type { RemotePlaces } from '../services/engine/remote-places.ts';
import { Retention } from '../services/engine/retention.ts';
import type { RunningQuota } from '../services/engine/running-quota.ts';
import { forPeople, type SavedListener } from '../services/engine/saved-listeners.ts';
import { StartLimits } from '../services/engine/start-limits.ts';
import type { StorageQuota } from '../services/engine/storage-quota.ts';
import { SurplusTurns } from '../services/engine/surplus-turns.ts';
import { Sweep } from '../services/engine/sweep.ts';
import { TaskEngine } from '../services/engine/task-engine.ts';
import { cancelMessages, TaskEvents } from '../services/engine/task-events.ts';
import { TaskPlans } from '../services/engine/task-plans.ts';
import { TaskPools } from '../services/engine/task-pools.ts';
import { TaskPurge } from '../services/engine/task-purge.ts';
import { TurnPushes } from '../services/engine/turn-pushes.ts';
import { TypePauses } from '../services/engine/type-pauses.ts';
import { SystemReport } from '../services/operation/system-report.ts';
import { TypeSwitches } from '../services/operation/type-switches.ts';
import { WaitingItems } from '../services/operation/waiting-items.ts';
import { WorkerList } from '../services/operation/worker-list.ts';
import { DueSchedules } from '../services/schedules/due-schedules.ts';
import { Schedules } from '../services/schedules/schedules.ts';
import { ItemCounts } from '../services/statistics/item-counts.ts';
import { Statistics } from '../services/statistics/statistics.ts';
import { AbandonedTasks } from '../services/tasks/abandoned-tasks.ts';
import { TaskArchive } from '../services/tasks/archive/task-archive.ts';
import { DownloadPlaces } from '../services/tasks/download-places.ts';
import { FileLinks } from '../services/tasks/file-links.ts';
import { TaskGrid } from '../services/tasks/grid/task-grid.ts';
import { IdempotencyKeys } from '../services/tasks/idempotency-keys.ts';
import { ItemChoice } from '../services/tasks/item-choice.ts';
import { ItemService } from '../services/tasks/item-service.ts';
import { KnownOwners } from '../services/tasks/known-owners.ts';
import { StoredFiles } from '../services/tasks/stored-files.ts';
import { TaskBulk } from '../services/tasks/task-bulk.ts';
import { TaskCreation } from '../services/tasks/task-creation.ts';
import type { TaskQuotas } from '../services/tasks/task-quotas.ts';
import { TaskService } from '../services/tasks/task-service.ts';
import { TaskThumbnails } from '../services/tasks/task-thumbnails.ts';
import { TaskWatch } from '../services/tasks/task-watch.ts';
import { assembleWebhooks } from '../services/webhooks/assemble-webhooks.ts';
import type { DeliveryCounts } from '../services/webhooks/delivery-counts.ts';
import type { Webhooks } from '../services/webhooks/webhooks.ts';
import type { Settings } from '../settings.ts';
import type { TaskType, TaskTypeRegistry } from '../task-types/definition/registry.ts';
import type { Traces } from '../telemetry/traces.ts';
import type { Health } from './health.ts';
import { prepareLimits } from './prepare-limits.ts';
import type { ProcessLog } from './process-log.ts';
import { timedWork } from './timed-work.ts';
import { wireQuotas } from './wire-quotas.ts';
import { wireRemotePlaces } from './wire-remote-places.ts';

/** How many archives and grids one process sends at once. */
const MOST_ARCHIVES = 32;
const MOST_GRIDS = 8;

export interface WiredTasks {
  tasks: TaskService;
  bulk: TaskBulk;
  items: ItemService;
  archive: TaskArchive;
  grid: TaskGrid;
  thumbnails: TaskThumbnails;
  watch: TaskWatch;
  schedules: Schedules;
  webhooks: Webhooks;
  delivery_counts: DeliveryCounts;
  workers: WorkerList;
  types: TypeSwitches;
  creation: TaskCreation;
  engine: TaskEngine;
  plans: TaskPlans;
  pauses: TypePauses;
  pools: TaskPools;
  limits: StartLimits;
  direct: DirectStarts;
  remote_places: RemotePlaces;
  running_quota: RunningQuota;
  storage_quota: StorageQuota;
  counts: ItemCounts;
  quotas: TaskQuotas;
  statistics: Statistics;
  system: SystemReport;
  waiting: WaitingItems;
  created_tasks: CreatedTasks;
  ended_attempts: EndedAttempts;
  finished_counts: FinishedCounts;
  attempt_times: AttemptTimes;
  /** The clock for stored times. */
  clock: SteadyClock;
  turns: TurnPushes;
  surplus: SurplusTurns;
  purge: TaskPurge;
  sweep: Sweep;
  abandoned: AbandonedTasks;
  retention: Retention;
  /** The work that a scheduler repeats. */
  timed_work: TimedWork[];
  /** Ends watches, then waits for writes and publications under way. */
  close(): Promise<void>;
}

/** The engine, its parts, and the listeners of saved changes. */
function wireEngine(
  settings: Settings & { SECRET_KEY: string },
  data: Data,
  registry: TaskTypeRegistry,
  audit: AuditLog,
  log: ProcessLog,
  traces?: Traces,
) {
  const { database, files, events, versions } = data;
  const clock = new SteadyClock();
  const background = new Background(log);
  const task_events = new TaskEvents(events);
  const purge = new TaskPurge(database, files, background);
  const finished = new FinishedTasks(versions, settings.CACHE_ENABLED ? settings.CACHE_TASK_TTL : 0);
  const created_tasks = new CreatedTasks();
  const ended_attempts = new EndedAttempts();
  const finished_counts = new FinishedCounts();
  const attempt_times = new AttemptTimes();
  const counts = new ItemCounts({ database, clock, log });
  const { webhooks, delivery_counts, ends, missed_ends, task_type } = assembleWebhooks({
    database,
    audit,
    clock,
    background,
    secret_key: settings.SECRET_KEY,
    allow_private: settings.WEBHOOK_ALLOW_PRIVATE,
    counters: settings.RATE_LIMIT_ENABLED ? data.counters : null,
    log,
    types: registry,
    engine: () => engine,
  });
  const starts = wireStarts(data, registry, task_type, { background, clock, log, engine: () => engine });
  const { turns, pauses, limits, direct } = starts;
  /** The consequences of a saved change. A new consequence is a new entry; those that apply only to people's tasks are grouped. */
  const listeners: SavedListener[] = [
    forPeople([task_events, cancelMessages(events), finished, created_tasks, finished_counts, ends, counts]),
    turns,
    purge,
  ];
  const engine = new TaskEngine({
    ...{ database, listeners, purge, pauses, limits, direct, clock },
    attempts: [ended_attempts, attempt_times, counts, ...(traces ? [traces.attempts] : [])],
  });
  return {
    ...starts,
    clock,
    background,
    task_events,
    purge,
    finished,
    created_tasks,
    ended_attempts,
    finished_counts,
    attempt_times,
    counts,
    engine,
    webhooks,
    delivery_counts,
    ends,
    missed_ends,
  };
}

/** The parts that decide when and where items start. */
function wireStarts(
  { database, queue, events, permits }: Data,
  registry: TaskTypeRegistry,
  system_type: TaskType,
  parts: { background: Background; clock: SteadyClock; log: ProcessLog; engine(): TaskEngine },
) {
  const { background, clock, log, engine } = parts;
  const types = new Map([...registry, [system_type.type, system_type]]);
  const pools = new TaskPools(registry);
  queue.know(pools.names);
  const turns = new TurnPushes(database.tasks, queue, background, clock, pools);
  const plans = new TaskPlans(database.tasks, types);
  const pauses = new TypePauses({ database, events, types: [...types.keys()], pools });
  const limits = new StartLimits({
    ...{ permits, types, plans, background, log },
    letGo: (task_id, index) => engine().letGo(task_id, index),
    pushTurns: (...pushed) => turns.pushUntilDone(pushed),
    reportMissing: async () => queue.reportMissing?.(),
  });
  const put_off = new PutOffItems({ types, plans, limits });
  const direct = new DirectStarts({ pauses, limits, pools, plans, clock });
  const surplus = new SurplusTurns({ queue, tasks: database.tasks, turns, pauses, background, clock, log });
  return { pools, turns, surplus, plans, pauses, limits, put_off, direct };
}

/** The work that a scheduler repeats. */
function wireTimedWork(
  settings: Settings,
  { database, files, queue }: Data,
  wired: ReturnType<typeof wireEngine>,
  creation: TaskCreation,
  audit: AuditLog,
  log: ProcessLog,
) {
  const { clock, turns, purge, engine, limits, pools, put_off, missed_ends } = wired;
  const overdue = new OverdueTurns({ database, engine, queue, turns, limits, pools, clock, log });
  const sweep = new Sweep({ database, queue, engine, turns, overdue, put_off, clock, log });
  const abandoned = new AbandonedTasks({ database, engine, log });
  const days = settings.TASK_RETENTION_DAYS;
  const retention = new Retention({ database, files, engine, purge, clock, days, log });
  const audit_days = settings.AUDIT_RETENTION_DAYS;
  const account_retention = new AccountRetention({ database, clock, audit_days });
  const due = new DueSchedules({ database, creation, audit, clock, log });
  const timed_work = timedWork({ sweep, abandoned, due, missed_ends, retention, account_retention });
  return { sweep, abandoned, retention, timed_work };
}

export function wireTasks(
  settings: Settings & { SECRET_KEY: string },
  data: Data,
  registry: TaskTypeRegistry,
  audit: AuditLog,
  health: Health,
  log: ProcessLog,
  traces?: Traces,
): WiredTasks {
  const { database, queue, events } = data;
  const files = new StoredFiles({ database, files: data.files, log });
  const wired = wireEngine(settings, data, registry, audit, log, traces);
  const { clock, background, turns, task_events, finished, counts, pauses, engine, plans, ends } = wired;
  const { pools } = wired;
  const keys = new IdempotencyKeys(database.idempotency, clock);
  const { quotas, owner_quotas, ...owner_limits } = wireQuotas(settings, database, wired);
  const remote_places = wireRemotePlaces(settings.SECRET_KEY, queue, owner_quotas, wired, log);
  const creation = new TaskCreation({
    ...{ database, keys, engine, registry, quotas },
    limits: prepareLimits(settings),
  });
  const waiting = new WaitingItems({ database, queue, pools, clock });
  const links = new FileLinks(settings.SECRET_KEY, linkPaths);
  const watch = new TaskWatch({
    ...{ tasks: database.tasks, events, background, links },
    owners: new KnownOwners(database.users),
  });
  const most = settings.MAX_SCHEDULES_PER_OWNER;
  const choice = new ItemChoice(engine, quotas);
  const tasks = new TaskService({
    ...{ database, engine, choice, quotas, creation, keys, registry, finished, audit, links },
  });
  return {
    ...wired,
    tasks,
    schedules: new Schedules({ database, creation, tasks, audit, clock, most }),
    bulk: new TaskBulk(database, tasks, audit),
    items: new ItemService({ database, files, plans, links }),
    archive: new TaskArchive({
      ...{ database, files, plans, links, types: registry },
      places: new DownloadPlaces(MOST_ARCHIVES),
    }),
    grid: new TaskGrid({ database, files, plans, links, places: new DownloadPlaces(MOST_GRIDS) }),
    thumbnails: new TaskThumbnails({ database, files, links }),
    watch,
    workers: new WorkerList({ database, events, audit }),
    types: new TypeSwitches({ database, events, registry, pauses, turns, audit }),
    quotas,
    statistics: new Statistics(database, clock),
    system: new SystemReport({ database, waiting, pools, clock, version, parts: () => health.details() }),
    waiting,
    creation,
    ...owner_limits,
    remote_places,
    ...wireTimedWork(settings, data, wired, creation, audit, log),
    async close() {
      watch.close();
      turns.giveUp();
      wired.limits.close();
      ends.flush();
      await background.done();
      task_events.close();
      pauses.close();
      await counts.close();
    },
  };
}
