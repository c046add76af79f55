import { hostname } from 'node:os';
import { type Database, newId } from '../data/contracts/index.ts';
import type { Log } from '../runtime/log.ts';
import { Repeat } from '../runtime/repeat.ts';
import { HEARTBEAT_MS, LEASE_MS } from '../services/engine/lease.ts';

export interface HeartbeatEvents {
  /** After each renewal; a rejection is reported as a failed heartbeat. */
  renewed(): Promise<void>;
  /** The record was removed: what was in hand is not ours any more. */
  lapsed(): void;
}

/** Registers the worker, then renews its lease every 2.5 s, one beat at a time. Knows under which id that is. */
export class Heartbeat {
  readonly #workers: Database['workers'];
  readonly #places: number;
  readonly #events: HeartbeatEvents;
  readonly #log: Pick<Log, 'warn'>;
  #worker_id = newId();
  #repeat: Repeat | null = null;

  constructor(workers: Database['workers'], places: number, events: HeartbeatEvents, log: Pick<Log, 'warn'>) {
    this.#workers = workers;
    this.#places = places;
    this.#events = events;
    this.#log = log;
  }

  /** Another one after a lapsed lease. */
  get worker_id(): string {
    return this.#worker_id;
  }

  async start(): Promise<void> {
    await this.#register();
    this.#repeat = new Repeat(() => this.#beat(), {
      ms: HEARTBEAT_MS,
      name: 'the heartbeat',
      log: this.#log,
    });
  }

  /** Waits for the beat under way, then removes the worker's record. */
  async stop(): Promise<void> {
    await this.#repeat?.stop();
    try {
      await this.#workers.remove(this.#worker_id);
    } catch (error) {
      this.#log.warn({ err: error }, 'the worker could not sign off; its lease lapses by itself');
    }
  }

  async #beat(): Promise<void> {
    if (await this.#workers.renew(this.#worker_id, LEASE_MS)) {
      await this.#events.renewed();
      return;
    }
    this.#events.lapsed();
    this.#worker_id = newId();
    await this.#register();
  }

  #register(): Promise<void> {
    return this.#workers.register(
      {
        id: this.#worker_id,
        host: hostname(),
        pid: process.pid,
        version: '',
        pools: ['default'],
        places: this.#places,
        running: 0,
        started_at: new Date().toISOString(),
        draining: false,
      },
      LEASE_MS,
    );
  }
}
