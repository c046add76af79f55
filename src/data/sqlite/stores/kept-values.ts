import type { Prepare } from '../prepared.ts';

/** Named values that never change once they are stored, such as the secret. The operations of the writer thread. */
export const keptValueWrites = (prepare: Prepare) => ({
  keepValue(name: string, value: string): string {
    prepare('INSERT OR IGNORE INTO kept_values VALUES (?, ?)').run(name, value);
    return prepare('SELECT value FROM kept_values WHERE name = ?').get(name)?.value as string;
  },
});
