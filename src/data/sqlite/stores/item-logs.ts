import type { ItemLogLine, ItemLogLines, ItemLogStore } from '../../contracts/index.ts';
import { keptLines, linesOf, lineTexts } from '../../contracts/item-log-lines.ts';
import { inSlices } from '../in-slices.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import type { Writes } from '../writes.ts';

/** One row for each item, its lines as JSON texts, one a line: a further one is added without reading the others as JSON. */
const lines = 'SELECT lines FROM item_logs WHERE task_id = ? AND "index" = ?';

/** The operations of the writer thread. */
export const itemLogWrites = (prepare: Prepare) => ({
  appendLogs(items: { task_id: string; index: number; texts: string[] }[]): void {
    for (const { task_id, index, texts } of items) {
      const stored = prepare(lines).get(task_id, index)?.lines;
      const kept = keptLines([...(typeof stored === 'string' ? stored.split('\n') : []), ...texts]);
      prepare('INSERT OR REPLACE INTO item_logs (task_id, "index", lines) VALUES (?, ?, ?)').run(
        task_id,
        index,
        kept.join('\n'),
      );
    }
  },

  deleteLogs(task_id: string, limit: number): number {
    return prepare(
      `DELETE FROM item_logs WHERE task_id = ?1 AND "index" IN
        (SELECT "index" FROM item_logs WHERE task_id = ?1 ORDER BY "index" LIMIT ?2)`,
    ).run(task_id, limit);
  },
});

export class SqliteItemLogStore implements ItemLogStore {
  readonly #reader: SqliteReader;
  readonly #writes: Writes<typeof itemLogWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof itemLogWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  async append(items: ItemLogLines[]): Promise<void> {
    const written = items
      .map(({ task_id, index, lines }) => ({ task_id, index, texts: lineTexts(lines) }))
      .filter(({ texts }) => texts.length > 0);
    if (written.length > 0) await this.#writes.appendLogs(written);
  }

  async list(task_id: string, index: number): Promise<ItemLogLine[]> {
    const stored = this.#reader.get(lines, task_id, index)?.lines;
    return typeof stored === 'string' ? linesOf(stored.split('\n')) : [];
  }

  deleteSome(task_id: string, limit: number): Promise<number> {
    return inSlices(limit, (slice) => this.#writes.deleteLogs(task_id, slice));
  }
}
