import { randomUUID } from 'node:crypto';
import { after, afterEach, beforeEach } from 'node:test';
import { Redis } from 'ioredis';
import { type OpenRedis, openRedis } from '../../src/data/redis/open-redis.ts';
import { startRedis } from '../support/redis.ts';

/** A Redis server for the tests of one file. Each test opens it under a new name, and may write there like another program. */
export class OpenedRedis {
  readonly url: string;
  readonly admin: Redis;
  /** Changes with each test. */
  db_name = '';
  /** The log lines of the current test. */
  lines: string[] = [];
  #opened: OpenRedis[] = [];

  private constructor(url: string) {
    this.url = url;
    this.admin = new Redis(url);
    beforeEach(() => {
      this.db_name = `test-${randomUUID()}`;
      this.lines = [];
    });
    afterEach(() => Promise.all(this.#opened.splice(0).map((redis) => redis.close())));
  }

  static async start(): Promise<OpenedRedis> {
    const server = await startRedis();
    const redis = new OpenedRedis(server.url);
    after(async () => {
      redis.admin.disconnect();
      await server.stop();
    });
    return redis;
  }

  async open(url = this.url, wait_ms = 300): Promise<OpenRedis> {
    const write = ({ err }: { err?: Error }, line: string) =>
      void this.lines.push(err ? `${line}: ${err.message}` : line);
    const redis = await openRedis(url, this.db_name, { wait_ms, log: { info: write, warn: write } });
    this.#opened.push(redis);
    return redis;
  }
}
