import { type ItemLogLine, type ItemLogStore, LOG_LINES_KEPT } from '../data/contracts/index.ts';
import { newestLines } from '../data/contracts/item-log-lines.ts';
import type { Log } from '../runtime/log.ts';
import { Repeat } from '../runtime/repeat.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { HandlerLine } from './log-throttle.ts';

const EVERY_MS = 1_000;
/** While the store is unreachable, the lines of at most so many items are kept. */
const MOST_ITEMS = 2_000;

interface Waiting {
  task_id: string;
  index: number;
  lines: ItemLogLine[];
}

/** Stores the log lines of handlers, those of all items in one write per second. */
export class ItemLogs {
  readonly #store: Pick<ItemLogStore, 'append'>;
  readonly #log: Pick<Log, 'warn'>;
  readonly #repeat: Repeat;
  #waiting = new Map<string, Waiting>();

  constructor(store: Pick<ItemLogStore, 'append'>, log: Pick<Log, 'warn'>) {
    this.#store = store;
    this.#log = log;
    this.#repeat = new Repeat(() => this.#write(), { ms: EVERY_MS, name: 'write item logs', log });
  }

  add({ task, index, attempt }: ClaimedItem, lines: HandlerLine[]): void {
    const key = `${task.id}:${index}`;
    const waiting = this.#waiting.get(key) ?? { task_id: task.id, index, lines: [] };
    for (const one of lines) waiting.lines.push({ ...one, attempt });
    // The store keeps no more of one item.
    if (waiting.lines.length > LOG_LINES_KEPT) waiting.lines = newestLines(waiting.lines);
    if (this.#waiting.size < MOST_ITEMS || this.#waiting.has(key)) this.#waiting.set(key, waiting);
  }

  /** Writes the waiting lines once; it does not wait for an unreachable store. */
  async stop(): Promise<void> {
    await this.#repeat.stop();
    try {
      await this.#write();
    } catch (error) {
      this.#log.warn(
        { err: error, items: this.#waiting.size },
        'the last log lines of some items could not be stored and are lost',
      );
    }
  }

  async #write(): Promise<void> {
    if (this.#waiting.size === 0) return;
    const writing = this.#waiting;
    this.#waiting = new Map();
    try {
      await this.#store.append([...writing.values()]);
    } catch (error) {
      this.#putBack(writing);
      throw error;
    }
  }

  #putBack(failed: Map<string, Waiting>): void {
    for (const [key, waiting] of failed) {
      const later = this.#waiting.get(key)?.lines ?? [];
      waiting.lines = newestLines([...waiting.lines, ...later]);
      this.#waiting.set(key, waiting);
    }
  }
}
