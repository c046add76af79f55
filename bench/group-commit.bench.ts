import { type Database, newId } from '../src/data/contracts/index.ts';
import { openSqlite } from '../src/data/sqlite/open-sqlite.ts';
import { tempFolder } from '../tests/support/temp-folder.ts';
import { alternate, ratioFigure } from './support/alternate.ts';
import type { Bench } from './support/bench.ts';
import { newTaskRecord } from './support/new-task-record.ts';

const GROUPED = 4_000;
const ONE_BY_ONE = 400;
const IN_FLIGHT = 200;

export const groupCommit: Bench = {
  name: 'group-commit',
  mark: 'durable task creates a second on SQLite, grouped, beside the same awaited one by one',
  settings: `synchronous=FULL; ${GROUPED.toLocaleString('en')} creates, ${IN_FLIGHT} in flight, against ${ONE_BY_ONE} one by one`,
  async run() {
    const database = await openSqlite(await tempFolder('backend2-bench-'), { exclusive: true });
    try {
      await measure(database, GROUPED, IN_FLIGHT);
      const comparison = await alternate(
        () => measure(database, GROUPED, IN_FLIGHT),
        () => measure(database, ONE_BY_ONE, 1),
      );
      return [
        ratioFigure('group commit: durable creates, grouped against one by one', comparison, null, {
          measured: 'grouped',
          reference: 'one by one',
        }),
      ];
    } finally {
      await database.close();
    }
  },
};

/** Durable creates per second. */
async function measure(database: Database, count: number, in_flight: number): Promise<number> {
  const owner_id = newId();
  let left = count;
  const createOn = async () => {
    while (left > 0) {
      left -= 1;
      await database.tasks.create(newTaskRecord(owner_id, 'Bench of writes', 'pending'), { seconds: 1 });
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: in_flight }, createOn));
  return (count / (performance.now() - start)) * 1_000;
}
