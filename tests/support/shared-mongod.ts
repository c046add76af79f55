import { atEnd, inGroup } from './at-end.ts';
import { type Mongod, startMongod } from './mongod.ts';

export type SharedServer = Pick<Mongod, 'url' | 'stop'>;

/**
 * One standalone server for all files of a group, which run one after another: to start one takes 0.7 s of processor time, most of which it
 * needs to measure its clock. Each file has databases of its own names. A file that runs alone has a server of its own.
 */
class SharedMongod {
  #server: Promise<Mongod> | null = null;

  /** `stop` ends a server that only one file uses. */
  async open(): Promise<SharedServer> {
    if (!inGroup()) return startMongod();
    if (!this.#server) {
      this.#server = startMongod();
      atEnd(async () => (await this.#server)?.stop());
    }
    const { url } = await this.#server;
    return { url, async stop() {} };
  }
}

export const sharedMongod = new SharedMongod();
