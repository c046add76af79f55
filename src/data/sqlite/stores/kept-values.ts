import type { Prepare } from '../prepared.ts';

/** Values with a name that are kept once and for all, such as the secret. What the writer thread does. */
export const keptValueWrites = (prepare: Prepare) => ({
  keepValue(name: string, value: string): string {
    prepare('INSERT OR IGNORE INTO kept_values VALUES (?, ?)').run(name, value);
    return prepare('SELECT value FROM kept_values WHERE name = ?').get(name)?.value as string;
  },
});
