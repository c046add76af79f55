/** `worker --processes N`: N worker processes under one parent, which restarts them when they end and stops them together. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { OperatorError } from '../../runtime/operator-error.ts';
import type { Settings } from '../../settings.ts';
import { environmentWithDotEnv } from '../environment.ts';
import { needsServers, StartError } from '../needs-servers.ts';
import { type ProcessLog, processLog } from '../process-log.ts';
import { settingsOf } from '../settings-of.ts';
import { listenForStop, STOP_SIGNALS } from '../signals.ts';
import { OF_FLEET, readFleetMessage } from './fleet-messages.ts';

const FIRST_RESTART_MS = 500;
const LONGEST_RESTART_MS = 30_000;
/** The delay before a restart starts over for a process that lived this long. */
const HEALTHY_MS = 60_000;
/** How much longer than SHUTDOWN_GRACE the processes may take to stop: more than each allows itself (serve.ts). */
const KILL_AFTER_MS = 5_000;
const ENTRY = fileURLToPath(new URL('../../../bin/backend2.js', import.meta.url));

const LAST_PORT = 65_535;

/** Throws if the last process would have a port that does not exist, because it would be restarted again and again. */
export function checkMetricsPorts({ METRICS_PORT, METRICS_ENABLED }: Settings, processes: number): void {
  if (!METRICS_PORT || !METRICS_ENABLED || METRICS_PORT + processes - 1 <= LAST_PORT) return;
  throw new OperatorError(
    `${processes} processes need the ports from METRICS_PORT=${METRICS_PORT} on, one each, and the last port is ${LAST_PORT}. Set METRICS_PORT to ${LAST_PORT - processes + 1} at most, or to 0 for free ports.`,
  );
}

export class WorkerFleet {
  readonly #args: string[];
  readonly #settings = settingsOf(environmentWithDotEnv());
  readonly #log: ProcessLog;
  readonly #children = new Set<ChildProcess>();
  readonly #restarts = new Set<NodeJS.Timeout>();
  readonly #gone = Promise.withResolvers<void>();
  readonly #refused = Promise.withResolvers<string>();
  /** Processes that were ready once: a later refusal may be temporary, and the other processes continue in the meantime. */
  readonly #worked = new Set<number>();
  #stopping = false;
  #clean = true;

  /** `args` are those of each worker process. Throws when settings are invalid or servers are not configured. */
  constructor(args: string[]) {
    needsServers('worker', this.#settings);
    this.#args = args;
    this.#log = processLog(this.#settings.LOG_LEVEL, 'workers');
  }

  /**
   * Resolves with the exit code when all processes have ended after a stop. Throws `StartError` once a process cannot start for a reason
   * that a restart does not remove.
   */
  async serve(processes: number): Promise<number> {
    checkMetricsPorts(this.#settings, processes);
    const signals = listenForStop(() => this.#signal('SIGKILL'));
    for (let place = 0; place < processes; place += 1) this.#start(place, FIRST_RESTART_MS / 2);
    const refused = await Promise.race([signals.asked.then(() => null), this.#refused.promise]);
    this.#stopping = true;
    for (const timer of this.#restarts) clearTimeout(timer);
    this.#signal('SIGTERM');
    if (this.#children.size > 0) await this.#end();
    signals.dispose();
    if (refused !== null) throw new StartError(refused);
    return this.#clean ? 0 : 1;
  }

  #start(place: number, delay: number): void {
    const started = Date.now();
    const port = this.#settings.METRICS_PORT;
    const child = fork(ENTRY, ['worker', `--${OF_FLEET}`, ...this.#args], {
      // Each process gets its own port; with 0, a free one.
      env: port ? { ...process.env, METRICS_PORT: String(port + place) } : process.env,
    });
    this.#children.add(child);
    let refused: string | null = null;
    child.on('message', (sent: unknown) => {
      const message = readFleetMessage(sent);
      if (message === 'ready') this.#worked.add(place);
      else if (message) refused = message.refused;
    });
    child.once('exit', (code, signal) => {
      this.#children.delete(child);
      if (this.#stopping) return this.#ended(code, signal);
      if (refused !== null && !this.#worked.has(place)) return this.#refused.resolve(refused);
      const lived = Date.now() - started;
      const next = lived > HEALTHY_MS ? FIRST_RESTART_MS : Math.min(LONGEST_RESTART_MS, delay * 2);
      this.#log.warn(
        { place, code, signal, restart_in_ms: next },
        'a worker process ended and will be restarted',
      );
      this.#restart(place, next);
    });
  }

  /** A process ends itself in time, unless code of a task type holds its main thread. */
  async #end(): Promise<void> {
    const limit = setTimeout(
      () => {
        const pids = [...this.#children].map(({ pid }) => pid);
        this.#log.error(
          { pids },
          'worker processes did not stop in time and are killed; their items will run again',
        );
        this.#signal('SIGKILL');
      },
      this.#settings.SHUTDOWN_GRACE * 1_000 + KILL_AFTER_MS,
    );
    await this.#gone.promise;
    clearTimeout(limit);
  }

  #restart(place: number, delay: number): void {
    const timer = setTimeout(() => {
      this.#restarts.delete(timer);
      this.#start(place, delay);
    }, delay);
    this.#restarts.add(timer);
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    // A process that is still starting has no signal handler yet: the signal itself ends it, and it has no items.
    this.#clean &&= code === 0 || STOP_SIGNALS.some((one) => one === signal);
    if (this.#children.size === 0) this.#gone.resolve();
  }

  #signal(signal: NodeJS.Signals): void {
    for (const child of this.#children) child.kill(signal);
  }
}
