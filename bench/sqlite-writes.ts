import { randomUUIDv7 } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database, Task } from '../src/data/contracts/index.ts';
import { openSqlite } from '../src/data/sqlite/open-sqlite.ts';

const ROUNDS = 5;
const GROUPED = 4_000;
const ONE_BY_ONE = 400;
const IN_FLIGHT = 200;

/** How many durable task creates a second group commit reaches, beside the same creates awaited one by one. */
export async function run(): Promise<{ name: string; unit: string; value: number; reference: number }[]> {
  const folder = await mkdtemp(join(tmpdir(), 'backend2-bench-'));
  const database = await openSqlite(folder, { exclusive: true });
  try {
    await measure(database, GROUPED, IN_FLIGHT);
    const rounds: { value: number; reference: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const reference = await measure(database, ONE_BY_ONE, 1);
      rounds.push({ reference, value: await measure(database, GROUPED, IN_FLIGHT) });
    }
    rounds.sort((a, b) => a.value / a.reference - b.value / b.reference);
    const median = rounds[ROUNDS >> 1] as (typeof rounds)[0];
    return [{ name: 'SQLite: durable task creates, grouped against one by one', unit: 'tasks/s', ...median }];
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(database: Database, count: number, in_flight: number): Promise<number> {
  const owner_id = randomUUIDv7();
  let left = count;
  const createOn = async () => {
    while (left > 0) {
      left -= 1;
      await database.tasks.create(newTask(owner_id), { seconds: 1 });
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: in_flight }, createOn));
  return Math.round((count / (performance.now() - start)) * 1_000);
}

function newTask(owner_id: string): Task {
  const now = new Date().toISOString();
  return {
    id: randomUUIDv7(),
    type: 'wait',
    type_version: 1,
    name: 'Bench of writes',
    owner_id,
    priority: 5,
    concurrency: 3,
    shared: false,
    total_items: 1,
    created_at: now,
    status: 'pending',
    released_items: 1,
    completed_items: 0,
    failed_items: 0,
    cancelled_items: 0,
    slots: [
      {
        index: 0,
        attempt: 0,
        state: 'queued',
        worker_id: null,
        progress: 0,
        available_at: null,
        since: now,
        failures: 0,
        deaths: 0,
      },
    ],
    retry_round: 0,
    revision: 1,
    progress: 0,
    error: null,
    started_at: null,
    finished_at: null,
    updated_at: now,
    deleted_at: null,
    running: 0,
    next_available_at: now,
  };
}
