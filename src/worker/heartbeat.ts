import { hostname } from 'node:os';
import { newId, type WorkerStore } from '../data/contracts/index.ts';
import type { Log } from '../runtime/log.ts';
import { Repeat } from '../runtime/repeat.ts';
import { HEARTBEAT_MS, LEASE_MS } from '../services/engine/lease.ts';

/** The state in the worker's record besides the lease. */
export interface WorkerState {
  /** Items that run now. */
  running: number;
  /** True if it takes no further items. */
  draining: boolean;
}

export interface HeartbeatParts {
  workers: WorkerStore;
  /** Version of the program. */
  version: string;
  places: number;
  pools: readonly string[];
  state(): WorkerState;
  log: Pick<Log, 'warn'>;
}

export interface HeartbeatEvents {
  /** After each renewal; a rejection is reported as a failed heartbeat. */
  renewed(): Promise<void>;
  /** Called when an administrator has drained the worker. */
  drain(): void;
  /** Called when the record was removed: the items that the worker had no longer belong to it. */
  lapsed(): void;
}

/** Registers the worker and then renews its lease every 2.5 s, one renewal at a time. Knows the current id of the worker. */
export class Heartbeat {
  readonly #parts: HeartbeatParts;
  readonly #events: HeartbeatEvents;
  readonly #started_at = new Date().toISOString();
  #worker_id = newId();
  #repeat: Repeat | null = null;
  #renewed_at = performance.now();

  constructor(parts: HeartbeatParts, events: HeartbeatEvents) {
    this.#parts = parts;
    this.#events = events;
  }

  /** The id; it changes after an expired lease. */
  get worker_id(): string {
    return this.#worker_id;
  }

  /** Milliseconds since the last renewal. */
  get age_ms(): number {
    return performance.now() - this.#renewed_at;
  }

  async start(): Promise<void> {
    await this.#register();
    const { log } = this.#parts;
    this.#repeat = new Repeat(() => this.#beat(), { ms: HEARTBEAT_MS, name: 'heartbeat of the worker', log });
  }

  /** Renews in `ms` milliseconds at the latest. */
  soon(ms: number): void {
    this.#repeat?.soon(ms);
  }

  /** Waits for the renewal under way, then removes the worker's record. */
  async stop(): Promise<void> {
    await this.#repeat?.stop();
    try {
      await this.#parts.workers.remove(this.#worker_id);
    } catch (error) {
      this.#parts.log.warn(
        { err: error },
        'the worker could not be removed from the list of workers; it disappears when its lease expires',
      );
    }
  }

  async #beat(): Promise<void> {
    const { workers, state } = this.#parts;
    const record = await workers.renew(this.#worker_id, LEASE_MS, state().running);
    if (record) {
      this.#renewed_at = performance.now();
      if (record.draining) this.#events.drain();
      await this.#events.renewed();
      return;
    }
    this.#events.lapsed();
    this.#worker_id = newId();
    await this.#register();
  }

  #register(): Promise<void> {
    const { workers, version, places, pools, state } = this.#parts;
    return workers.register(
      {
        id: this.#worker_id,
        host: hostname(),
        pid: process.pid,
        version,
        pools: [...pools],
        places,
        started_at: this.#started_at,
        ...state(),
      },
      LEASE_MS,
    );
  }
}
