/** The programs of all attempts of one worker. */
import { randomBytes } from 'node:crypto';
import type { Log } from '../../runtime/log.ts';
import { send } from './attempt-programs.ts';
import { endLeftoverPrograms } from './leftover-programs.ts';
import { markedNow, processStatus } from './process-table.ts';
import { watchSpawns } from './watch-spawns.ts';

export class OwnPrograms {
  /** `<process id>.<start time>` of this process. */
  readonly process: string;
  /** `<installation>:<process>:<random>`: the prefix of the mark of every attempt. A process may have several workers. */
  readonly mark: string;
  readonly #log: Pick<Log, 'warn'>;

  private constructor(installation: string, own: string, log: Pick<Log, 'warn'>) {
    this.process = own;
    this.mark = `${installation}:${own}:${randomBytes(4).toString('hex')}`;
    this.#log = log;
  }

  /** Marks programs from now on, and ends those of killed workers of this installation. */
  static async open(installation: string, log: Pick<Log, 'warn'>): Promise<OwnPrograms> {
    watchSpawns();
    await endLeftoverPrograms(installation, log);
    const status = await processStatus(process.pid);
    return new OwnPrograms(installation, `${process.pid}.${status?.started ?? 0}`, log);
  }

  /** For the end of the process, when nothing can be waited for: first the attempts of these items, then what is left. */
  killAtExit(items: { killAtExit(): void }): void {
    items.killAtExit();
    this.#kill();
  }

  /** Ends what attempts have left, for example because an inline handler ignores that the worker stops. */
  endLeft(): void {
    const pids = this.#kill();
    if (pids.length > 0) this.#log.warn({ pids }, 'programs that handlers left running were ended');
  }

  #kill(): number[] {
    const pids = markedNow(`${this.mark}:`).map(({ pid }) => pid);
    return pids.filter((pid) => send(pid, 'SIGKILL'));
  }
}
