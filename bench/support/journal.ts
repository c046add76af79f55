import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../../tests/support/temp-folder.ts';

export interface JournalLine {
  what: 'began' | 'heard';
  task_id: string;
  index: number;
  attempt: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** The file to which `hold` items write what happens to them. */
export async function createJournal(): Promise<{ file: string; read(): JournalLine[] }> {
  const file = join(await tempFolder('backend2-bench-'), 'journal');
  writeFileSync(file, '');
  return {
    file,
    read: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => {
          const [what, task_id, index, attempt, at] = line.split(' ') as [
            JournalLine['what'],
            string,
            string,
            string,
            string,
          ];
          return { what, task_id, index: Number(index), attempt: Number(attempt), at: Number(at) };
        }),
  };
}
