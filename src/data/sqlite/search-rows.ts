import type { Prepare } from './prepared.ts';

/**
 * The full-text rows of the tasks created in a transaction, written at its end in ascending order. Whenever a number is smaller than the
 * last one, FTS5 flushes its buffer, which made creates of the same millisecond (whose ids are in no order) half as expensive again.
 */
export class SearchRows {
  readonly #prepare: Prepare;
  #rows: { seq: bigint; tokens: string }[] = [];

  constructor(prepare: Prepare) {
    this.#prepare = prepare;
  }

  add(seq: bigint, tokens: string): void {
    this.#rows.push({ seq, tokens });
  }

  remove(seq: bigint): void {
    this.write();
    this.#prepare('DELETE FROM task_search WHERE rowid = ?').run(seq);
  }

  /** To be called before COMMIT. */
  write(): void {
    if (this.#rows.length === 0) return;
    const insert = this.#prepare('INSERT INTO task_search (rowid, words) VALUES (?, ?)');
    const rows = this.#rows.sort((a, b) => (a.seq < b.seq ? -1 : 1));
    this.#rows = [];
    for (const { seq, tokens } of rows) insert.run(seq, tokens);
  }

  /** To be called after a ROLLBACK. */
  forget(): void {
    this.#rows = [];
  }
}
