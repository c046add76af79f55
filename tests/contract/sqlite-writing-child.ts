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
    print(`${task.id}\n`);
  }
}

/** At once, so that no id is lost in a buffer when the process is killed; waits for whoever reads. */
function print(line: string): void {
  for (;;) {
    try {
      writeSync(1, line);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

for (let n = 0; n < 16; n += 1) void createOn();
