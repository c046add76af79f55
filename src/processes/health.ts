/**
 * Tests what the product needs, including a write, a turn of the queue, a message to itself and a file, because even a full or read-only
 * server answers a ping.
 */
import type { Data } from '../data/contracts/index.ts';
import type { Log } from '../runtime/log.ts';
import { OperatorError } from '../runtime/operator-error.ts';
import type { PartView } from '../services/operation/system-report.ts';
import type { OpenFilesWatch } from './open-files-watch.ts';

/** How long a result is reused, so that frequent requests do not cause a write each time. */
const GOOD_FOR_MS = 2_000;
/** While a component does not work, it is tried again by itself, so that the log says when it works again. */
const TRY_AGAIN_MS = 5_000;

export class Health {
  readonly #attempts: [name: string, attempt: () => Promise<unknown>][];
  readonly #log: Pick<Log, 'info' | 'warn'>;
  readonly #open_files: Pick<OpenFilesWatch, 'look'> | null;
  readonly #failing = new Set<string>();
  #answer: Promise<[name: string, reason: string | null][]> | null = null;
  #asked_at = 0;
  #leaving = false;
  #again: NodeJS.Timeout | null = null;

  constructor(
    { database, queue, events, files }: Data,
    log: Pick<Log, 'info' | 'warn'>,
    open_files: Pick<OpenFilesWatch, 'look'> | null = null,
  ) {
    this.#log = log;
    this.#open_files = open_files;
    this.#attempts = [
      ['database', () => database.probe()],
      ['queue', () => queue.ping()],
      ['events', async () => events.ping?.()],
      ['files', () => files.probe()],
    ];
  }

  /** Which components work. Never throws; the reason of a failure is logged once. */
  async report(): Promise<Record<string, boolean>> {
    return Object.fromEntries((await this.#reasons()).map(([name, reason]) => [name, reason === null]));
  }

  /** The same with reasons, and the open files of this process if they are nearly too many. Never throws. */
  async details(): Promise<Record<string, PartView>> {
    const all: [string, string | null][] = [...(await this.#reasons())];
    const too_many = (await this.#open_files?.look().catch(reasonOf)) ?? null;
    if (too_many !== null) all.push(['open_files', too_many]);
    return Object.fromEntries(
      all.map(([name, reason]): [string, PartView] => [
        name,
        reason === null ? { status: 'ok' } : { status: 'unavailable', reason },
      ]),
    );
  }

  /** Null if it works. */
  #reasons(): Promise<[name: string, reason: string | null][]> {
    const now = performance.now();
    if (!this.#answer || now - this.#asked_at > GOOD_FOR_MS) {
      this.#asked_at = now;
      this.#answer = this.#tryAll();
    }
    return this.#answer;
  }

  /** From now on, the process is about to stop: it still serves but wants no new requests. */
  leave(): void {
    this.#leaving = true;
    if (this.#again) clearTimeout(this.#again);
  }

  get leaving(): boolean {
    return this.#leaving;
  }

  #tryAll(): Promise<[name: string, reason: string | null][]> {
    const tried = this.#attempts.map(
      async ([name, attempt]): Promise<[string, string | null]> => [name, await this.#reason(name, attempt)],
    );
    return Promise.all(tried);
  }

  async #reason(name: string, attempt: () => Promise<unknown>): Promise<string | null> {
    try {
      await attempt();
      if (this.#failing.delete(name)) this.#log.info({ part: name }, 'a component works again');
      return null;
    } catch (error) {
      if (!this.#failing.has(name))
        this.#log.warn(
          { err: error, part: name },
          'a component does not work; this process reports that it is not ready until the component works again',
        );
      this.#failing.add(name);
      this.#tryAgainLater();
      return reasonOf(error);
    }
  }

  #tryAgainLater(): void {
    if (this.#again || this.#leaving) return;
    this.#again = setTimeout(() => {
      this.#again = null;
      void this.details();
    }, TRY_AGAIN_MS).unref();
  }
}

/** The error with its causes, such as "MongoDB cannot be reached: connect ECONNREFUSED". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // The component was reached; the cause is a complete sentence about the fault.
  if (error.cause instanceof OperatorError) return error.cause.message;
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
