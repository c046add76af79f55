/** Starts any of the three roles in this process, and stops them in the opposite order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../data/contracts/index.ts';
import { Repeat } from '../runtime/repeat.ts';
import { version } from '../runtime/version.ts';
import { Scheduler } from '../scheduler/scheduler.ts';
import type { Settings } from '../settings.ts';
import type { Measure } from '../telemetry/measure.ts';
import type { Traces } from '../telemetry/traces.ts';
import type { Worker } from '../worker/worker.ts';
import { type Closer, Closers } from './closers.ts';
import { followDatabase } from './follow-clock.ts';
import { installationOf, tempDirOf } from './installation.ts';
import { listenFaults } from './listen-faults.ts';
import { workerMeasures } from './measures.ts';
import { StartError } from './needs-servers.ts';
import { isEmbedded, type OpenData, openData } from './open-data.ts';
import type { ProcessLog } from './process-log.ts';
import { threadEnv } from './thread-env.ts';
import { partsOfWorker, type Wired, wire } from './wiring.ts';

export type Role = 'web' | 'worker' | 'scheduler';

export interface RunningProcess {
  data: OpenData;
  wired: Wired;
  /** Where the web role listens. */
  url: string | null;
  /** True when this start created the administrator. */
  admin_created: boolean;
  worker: Worker | null;
  /** Resolves once load balancers have had time to notice that this process is about to stop; at once if it serves no HTTP. */
  leave(): Promise<void>;
  /**
   * Idempotent. Ends everything that was started, last in, first out. The grace period of running items begins now, whatever is closed
   * before them.
   */
  stop(): Promise<void>;
}

/** Milliseconds between two readings of the database's clock. */
const FOLLOW_MS = 30_000;
/** Milliseconds between two looks at the open files. */
const WATCH_MS = 2_000;

export interface RunOptions {
  /** Of handlers in threads, apart from the server's secrets. Default: that of the process. */
  environment?: Record<string, string | undefined>;
  /** Ends a start; its reason is thrown. */
  signal?: AbortSignal;
}

export async function runRoles(
  roles: readonly Role[],
  settings: Settings,
  log: ProcessLog,
  { environment = process.env, signal }: RunOptions = {},
): Promise<RunningProcess> {
  const closers = new Closers();
  const closeAll = () => closers.close(settings.SHUTDOWN_GRACE * 1_000);
  try {
    const data = await openData(settings, log, true, signal);
    closers.push(() => data.close());
    const traces = await openTraces(settings);
    if (traces) closers.push(() => traces.close());
    signal?.throwIfAborted();
    const wired = await wire(settings, data, log, { traces, signal });
    closers.push(() => wired.close());
    closers.push(await joinInstallation(roles, wired, data, log));
    wired.counts.start();
    closers.push(watchOpenFiles(wired, log));
    signal?.throwIfAborted();
    const started = await startRoles(roles, wired, data, log, closers, environment);
    return {
      data,
      wired,
      ...started,
      async leave() {
        wired.leave();
        if (started.url) await sleep(delayOf(settings) * 1_000);
      },
      stop: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** The library costs memory and time at the start, so it is loaded only if traces are wanted. */
async function openTraces({
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_SERVICE_NAME: service,
}: Settings): Promise<Traces | undefined> {
  if (!endpoint) return undefined;
  const { OtlpTraces } = await import('../telemetry/otlp-traces.ts');
  return new OtlpTraces({ endpoint, service, version });
}

function watchOpenFiles({ open_files }: Wired, log: ProcessLog): Closer {
  const watching = new Repeat(() => open_files.glance(), { ms: WATCH_MS, name: 'count open files', log });
  return () => watching.stop();
}

/** Registers this process as part of the installation, and follows the clock that all processes share. */
async function joinInstallation(
  roles: readonly Role[],
  { clock }: Wired,
  { database, presence }: OpenData,
  log: ProcessLog,
): Promise<Closer> {
  const id = await database.keepInstallationId?.(newId());
  if (id) await presence?.join(id, roles);
  if (!database.now) return async () => {};
  await followDatabase(clock, database);
  const name = 'read the clock of the database';
  const following = new Repeat(() => followDatabase(clock, database), { ms: FOLLOW_MS, name, log });
  return () => following.stop();
}

/** Seconds. A single process has no load balancer in front of it that could send requests elsewhere. */
const delayOf = (settings: Settings): number => settings.SHUTDOWN_DELAY ?? (isEmbedded(settings) ? 0 : 3);

async function startRoles(
  roles: readonly Role[],
  wired: Wired,
  data: OpenData,
  log: ProcessLog,
  closers: Closers,
  environment: Record<string, string | undefined>,
): Promise<Pick<RunningProcess, 'url' | 'admin_created' | 'worker'>> {
  const { settings, services } = wired;
  // Most modules belong to one role. They are loaded before a worker takes items, because loading holds the event loop.
  const web = roles.includes('web') ? await import('./start-web.ts') : null;
  const takes_items = roles.includes('worker') ? await import('../worker/worker.ts') : null;
  let worker: Worker | null = null;
  let url: string | null = null;
  let admin_created = false;
  if (roles.includes('scheduler')) {
    await wired.sweep.takeOver();
    const scheduler = new Scheduler(wired.timed_work, log);
    closers.push(() => scheduler.stop());
  }
  if (takes_items) {
    const running = await takes_items.Worker.start({
      data,
      ...partsOfWorker(wired),
      pools: settings.WORKER_POOLS.split(','),
      places: settings.WORKER_CONCURRENCY,
      installation: installationOf(settings),
      temp_dir: tempDirOf(settings),
      most_file_bytes: settings.MAX_FILE_BYTES,
      version,
      env: threadEnv(settings, environment),
      onFull: (release) => wired.open_files.onFull(release),
      log,
    });
    worker = running;
    services.measures?.push(...workerMeasures(running));
    closers.push((grace_ms) => running.stop(grace_ms));
  }
  if (web) {
    // New tasks of paused types must not go to workers directly.
    await wired.pauses.refresh();
    ({ url, admin_created } = await web.startWeb(wired, log, closers));
  }
  if (!roles.includes('web') && settings.METRICS_PORT !== undefined && settings.METRICS_ENABLED)
    closers.push(await serveMetrics(settings.METRICS_PORT, settings.HOST, services.measures ?? [], log));
  return { url, admin_created, worker };
}

/** For a process without another port. The library is loaded only here, because most workers do not need it. */
async function serveMetrics(
  port: number,
  host: string,
  measures: readonly Measure[],
  log: ProcessLog,
): Promise<Closer> {
  const [{ metricsRegistry }, { MetricsPage }, { MetricsServer }] = await Promise.all([
    import('../telemetry/metrics-registry.ts'),
    import('../telemetry/metrics-page.ts'),
    import('../telemetry/metrics-server.ts'),
  ]);
  const server = await MetricsServer.start(new MetricsPage(metricsRegistry(measures)), { host, port }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new StartError(
        `Cannot listen on ${host}:${port} (METRICS_PORT): ${listenFaults[error.code ?? '']?.replaceAll('PORT', 'METRICS_PORT') ?? error.message}.`,
      );
    },
  );
  log.info({ metrics_port: server.port }, 'metrics are available at /metrics on this port');
  return () => server.stop();
}
