import type { Log } from '../runtime/log.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { AttemptFiles } from './attempt-files.ts';
import type { AttemptFolder } from './attempt-folder.ts';
import type { HandlerReports } from './handler-run.ts';
import type { ItemLogs } from './item-logs.ts';
import type { HandlerLine } from './log-throttle.ts';
import type { AttemptPrograms } from './programs/attempt-programs.ts';

export interface ItemReportsParts {
  item: ClaimedItem;
  files: AttemptFiles;
  folder: AttemptFolder;
  programs: AttemptPrograms;
  item_logs: ItemLogs;
  log: Log;
  /** The handler has begun; absent where nobody wants to know. */
  onBegun?: () => void;
}

/** The reports of the handler of one attempt so far. */
export class ItemReports implements HandlerReports {
  readonly programs: AttemptPrograms;
  readonly #parts: ItemReportsParts;
  #percent = 0;
  #note: string | null = null;

  constructor(parts: ItemReportsParts) {
    this.#parts = parts;
    this.programs = parts.programs;
  }

  /** 0–100, as last reported. */
  get percent(): number {
    return this.#percent;
  }

  /** The handler's last note about its progress. */
  get note(): string | null {
    return this.#note;
  }

  begun(): void {
    this.#parts.onBegun?.();
  }

  progress(fraction: number, note: string | undefined): void {
    if (Number.isFinite(fraction))
      this.#percent = Math.round(Math.min(1, Math.max(0, fraction)) * 10_000) / 100;
    if (note !== undefined) this.#note = note;
  }

  log(lines: HandlerLine[]): void {
    const { item, item_logs, log } = this.#parts;
    const about = logged(item);
    for (const { level, message, fields } of lines)
      log[level](fields ? { ...about, fields } : about, message);
    item_logs.add(item, lines);
  }

  attach(...file: Parameters<HandlerReports['attach']>): Promise<void> {
    return this.#parts.files.attach(...file);
  }

  usesFolder(): void {
    this.#parts.folder.use();
  }
}

/** The fields in each log line of an item. `request_id` leads back to the log line of the request that created the task. */
export function logged({ task, index, attempt }: Pick<ClaimedItem, 'task' | 'index' | 'attempt'>): object {
  const { id, request_id } = task;
  return { task_id: id, index, attempt, ...(request_id && { request_id }) };
}
