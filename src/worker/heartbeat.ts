import type { Database, WorkerRecord } from '../data/contracts/index.ts';
import { HEARTBEAT_MS, LEASE_MS } from '../services/engine/lease.ts';

export interface HeartbeatEvents {
  /** After each renewal; a rejection is reported as a failed heartbeat. */
  renewed(): Promise<void>;
  /** The record was removed: `worker()` must name a new worker from now on. */
  lapsed(): void;
  /** The database could not be reached; told once until a beat succeeds. */
  failed(error: unknown): void;
}

/** Registers the worker, then renews its lease every 2.5 s, one beat at a time. */
export async function startHeartbeat(
  database: Pick<Database, 'workers'>,
  worker: () => WorkerRecord,
  events: HeartbeatEvents,
): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let failing = false;
  let timer: NodeJS.Timeout;
  let beating: Promise<void> = Promise.resolve();

  async function beat(): Promise<void> {
    try {
      if (await database.workers.renew(worker().id, LEASE_MS)) await events.renewed();
      else {
        events.lapsed();
        await database.workers.register(worker(), LEASE_MS);
      }
      failing = false;
    } catch (error) {
      if (!failing) events.failed(error);
      failing = true;
    }
    if (!stopped) schedule();
  }

  function schedule(): void {
    timer = setTimeout(() => {
      beating = beat();
    }, HEARTBEAT_MS);
  }

  await database.workers.register(worker(), LEASE_MS);
  schedule();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await beating;
    },
  };
}
