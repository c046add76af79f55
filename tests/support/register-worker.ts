import { type Database, newId } from '../../src/data/contracts/index.ts';

/** Stores the record of a worker that runs nothing, so that tests need not stop a real worker. Returns its id. */
export async function registerWorker(
  database: Pick<Database, 'workers'>,
  lease_ms = 60_000,
): Promise<string> {
  const id = newId();
  await database.workers.register(
    {
      ...{ id, host: 'elsewhere', pid: 7, version: '1.2.3', pools: ['default'], places: 3 },
      ...{ running: 0, started_at: new Date().toISOString(), draining: false },
    },
    lease_ms,
  );
  return id;
}
