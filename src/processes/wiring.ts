/** Creates and connects the services over the opened data. Starts nothing. */
import { randomBytes } from 'node:crypto';
import type { Services } from '../api/services.ts';
import type { Mailer } from '../data/contracts/index.ts';
import { assembleAccounts } from '../services/accounts/accounts.ts';
import { systemActor } from '../services/actor.ts';
import { AuditLimit } from '../services/audit/audit-limit.ts';
import { AuditLog } from '../services/audit/audit-log.ts';
import type { Settings } from '../settings.ts';
import { loadTaskTypes } from '../task-types/definition/registry.ts';
import type { Traces } from '../telemetry/traces.ts';
import { Health } from './health.ts';
import { measuresOf } from './measures.ts';
import type { OpenData } from './open-data.ts';
import { OpenFilesWatch } from './open-files-watch.ts';
import { prepareLimits } from './prepare-limits.ts';
import type { ProcessLog } from './process-log.ts';
import { type WiredTasks, wireTasks } from './wire-tasks.ts';

export interface Wired
  extends Pick<
    WiredTasks,
    | 'engine'
    | 'plans'
    | 'pauses'
    | 'limits'
    | 'direct'
    | 'surplus'
    | 'turns'
    | 'remote_places'
    | 'running_quota'
    | 'storage_quota'
    | 'counts'
    | 'creation'
    | 'clock'
    | 'turns'
    | 'purge'
    | 'sweep'
    | 'abandoned'
    | 'retention'
    | 'timed_work'
    | 'close'
  > {
  /** The settings, including the secret. */
  settings: Settings & { SECRET_KEY: string };
  services: Services;
  open_files: OpenFilesWatch;
  /** From now on, `/health/ready` reports that the process is about to stop. */
  leave(): void;
}

/** The wired parts that a worker uses. */
export const partsOfWorker = (wired: Wired) => {
  const { engine, plans, clock, pauses, limits, surplus, turns, direct, remote_places } = wired;
  const { running_quota, storage_quota } = wired;
  const starts = { pauses, limits, surplus, turns, direct, remote_places };
  return { engine, plans, clock, ...starts, running_quota, storage_quota };
};

/** Null if no e-mail can be sent: a link needs the public address of the server, which must not come from a request. */
async function openMailer({ SMTP_URL, SMTP_FROM, PUBLIC_URL }: Settings): Promise<Mailer | null> {
  if (!SMTP_URL || !PUBLIC_URL) return null;
  const { SmtpMailer } = await import('../data/smtp/smtp-mailer.ts');
  return new SmtpMailer(SMTP_URL, SMTP_FROM);
}

interface WireOptions {
  /** Records requests and attempts, if traces are wanted. */
  traces?: Traces;
  /** Ends loading task types; its reason is thrown. */
  signal?: AbortSignal;
}

export async function wire(
  given: Settings,
  data: OpenData,
  log: ProcessLog,
  { traces, signal }: WireOptions = {},
): Promise<Wired> {
  const secret = given.SECRET_KEY ?? (await data.database.keepSecret(randomBytes(32).toString('base64url')));
  const settings = { ...given, SECRET_KEY: secret };
  const registry = await loadTaskTypes(settings.TASK_TYPES_DIR, { limits: prepareLimits(settings), signal });
  const audit = new AuditLog(data.database);
  const open_files = new OpenFilesWatch(log);
  const health = new Health(data, log, open_files);
  const wired = wireTasks(settings, data, registry, audit, health, log, traces);
  const mailer = await openMailer(settings);
  const accounts = assembleAccounts({
    database: data.database,
    audit,
    log,
    max_api_keys: settings.MAX_API_KEYS_PER_OWNER,
    mail: mailer && { mailer, base: settings.PUBLIC_URL as string, log },
    versions: data.versions,
    events: data.events,
    counters: data.counters,
    secret,
    session_days: settings.REFRESH_TOKEN_EXPIRE_DAYS,
    limits_enabled: settings.RATE_LIMIT_ENABLED,
    cache_enabled: settings.CACHE_ENABLED,
    cancelTasksOf: (user_id) => wired.abandoned.cancelAllOf(systemActor, user_id),
  });
  const services: Services = {
    ...accounts,
    audit,
    auditLimit: new AuditLimit(settings.RATE_LIMIT_ENABLED ? data.counters : null),
    ...calledOf(wired),
    embedded: data.database.capabilities.single_process,
    traces,
    measures: measuresOf(wired, health),
    health: () => health.report(),
    leaving: () => health.leaving,
  };
  return {
    ...wired,
    settings,
    services,
    open_files,
    leave: () => health.leave(),
    async close() {
      await accounts.keyUses.flush();
      await wired.close();
    },
  };
}

/** The services that the API calls. */
const CALLED = [
  ...(['tasks', 'items', 'bulk', 'watch', 'archive', 'grid', 'thumbnails', 'schedules', 'webhooks'] as const),
  ...(['workers', 'types', 'system', 'statistics', 'quotas'] as const),
];

const calledOf = (wired: WiredTasks): Pick<WiredTasks, (typeof CALLED)[number]> => {
  const entries = CALLED.map((name) => [name, wired[name]]);
  return Object.fromEntries(entries) as Pick<WiredTasks, (typeof CALLED)[number]>;
};
