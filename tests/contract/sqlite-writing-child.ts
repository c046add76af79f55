/** Creates tasks without end in the folder given, and prints the id of each once it is acknowledged. */

import { randomUUIDv7 } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openSqlite } from '../../src/data/sqlite/open-sqlite.ts';
import { aTask } from './samples.ts';

const database = await openSqlite(process.argv[2] as string, { exclusive: true });

async function createOn(): Promise<void> {
  for (;;) {
    const task = aTask({ id: randomUUIDv7() });
    await database.tasks.create(task, { some: 'params' });
    writeSync(1, `${task.id}\n`);
  }
}

for (let n = 0; n < 16; n += 1) void createOn();
