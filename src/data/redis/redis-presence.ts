import type { Redis } from 'ioredis';
import { Repeat } from '../../runtime/repeat.ts';
import { ThrottledLog } from '../../runtime/throttled-log.ts';
import { type Presence, Refused } from '../contracts/index.ts';
import { orUnavailable, type RedisLog } from './connections.ts';

/** After so many seconds, a dead process is no longer announced. */
const SHOWN_S = 30;
const RENEW_MS = 10_000;

export const installationKey = (db_name: string): string => `${db_name}:installation`;
export const roleKey = (db_name: string, role: string): string => `${db_name}:running:${role}`;

export interface RedisPresenceOptions {
  db_name: string;
  /** For messages: the address of Redis and the database number. */
  address: string;
  database: number;
  log: RedisLog;
}

/** Two kinds of keys that expire: the owner of the names, and the running roles. */
export class RedisPresence implements Presence {
  readonly #redis: Redis;
  readonly #options: RedisPresenceOptions;
  readonly #warnings: ThrottledLog;
  #repeat: Repeat | null = null;

  constructor(redis: Redis, options: RedisPresenceOptions) {
    this.#redis = redis;
    this.#options = options;
    this.#warnings = new ThrottledLog(options.log);
  }

  async join(installation_id: string, roles: readonly string[]): Promise<void> {
    const other = await orUnavailable('Redis', this.#show(installation_id, roles));
    if (other) throw new Refused(this.#clash());
    this.#repeat = new Repeat(() => this.#renew(installation_id, roles), {
      ms: RENEW_MS,
      name: 'report this process to Redis',
      log: this.#options.log,
    });
  }

  /** The keys stay for a while: other processes may run the same roles. */
  async leave(): Promise<void> {
    await this.#repeat?.stop();
  }

  async #renew(installation_id: string, roles: readonly string[]): Promise<void> {
    // The connection logs its losses itself.
    if (this.#redis.status !== 'ready') return;
    if (await this.#show(installation_id, roles)) this.#warnings.warn({}, this.#clash());
  }

  /** The id of another installation that uses the names; null if they are ours. */
  async #show(installation_id: string, roles: readonly string[]): Promise<string | null> {
    const key = installationKey(this.#options.db_name);
    const owner =
      (await this.#redis.set(key, installation_id, 'EX', SHOWN_S, 'NX')) === 'OK'
        ? installation_id
        : await this.#redis.get(key);
    if (owner !== null && owner !== installation_id) return owner;
    const commands = this.#redis.multi().set(key, installation_id, 'EX', SHOWN_S);
    for (const role of roles) commands.set(roleKey(this.#options.db_name, role), '1', 'EX', SHOWN_S);
    await commands.exec();
    return null;
  }

  #clash(): string {
    const { address, database, db_name } = this.#options;
    return (
      `Redis at ${address} (database ${database}) is used by another installation with DB_NAME ${db_name}: one with another MongoDB. ` +
      `Give this one a DB_NAME of its own. If the other one was stopped or its database was replaced, start again in ${SHOWN_S} seconds`
    );
  }
}
