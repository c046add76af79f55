/** Tries what the product needs, a write and a message to itself included: a server that is full or refuses them answers a ping. */
import type { Data } from '../data/contracts/index.ts';
import type { Log } from '../runtime/log.ts';
import type { PartView } from '../services/operation/system-report.ts';

/** An answer is good for so long: whoever asks often must not make a write each time. */
const GOOD_FOR_MS = 2_000;

export class Health {
  readonly #attempts: [name: string, attempt: () => Promise<unknown>][];
  readonly #log: Pick<Log, 'info' | 'warn'>;
  readonly #files: Data['files'];
  readonly #failing = new Set<string>();
  #answer: Promise<[name: string, reason: string | null][]> | null = null;
  #asked_at = 0;
  #leaving = false;

  constructor({ database, queue, events, files }: Data, log: Pick<Log, 'info' | 'warn'>) {
    this.#log = log;
    this.#files = files;
    this.#attempts = [
      ['database', () => database.probe()],
      ['queue', () => queue.ping()],
      ['events', async () => events.ping?.()],
    ];
  }

  /** Which parts work. Never throws; why one does not is written to the log, once. */
  async report(): Promise<Record<string, boolean>> {
    return Object.fromEntries((await this.#reasons()).map(([name, reason]) => [name, reason === null]));
  }

  /** The same with reasons, and of the file store as well. Never throws. */
  async details(): Promise<Record<string, PartView>> {
    const files = this.#reason('files', () => this.#files.tasks(1));
    const all = [...(await this.#reasons()), ['files', await files] as const];
    return Object.fromEntries(
      all.map(([name, reason]): [string, PartView] => [
        name,
        reason === null ? { status: 'ok' } : { status: 'unavailable', reason },
      ]),
    );
  }

  /** Null for what works. */
  #reasons(): Promise<[name: string, reason: string | null][]> {
    const now = performance.now();
    if (!this.#answer || now - this.#asked_at > GOOD_FOR_MS) {
      this.#asked_at = now;
      this.#answer = this.#tryAll();
    }
    return this.#answer;
  }

  /** From now on the process is about to stop: it serves, and wants no new requests. */
  leave(): void {
    this.#leaving = true;
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
      return reasonOf(error);
    }
  }
}

/** What was thrown and what lies below it, such as "MongoDB cannot be reached: connect ECONNREFUSED". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
