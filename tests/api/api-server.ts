/** The server that the suite speaks to: in this process, or as processes of their own. */

import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { buildApp } from '../../src/api/build-app.ts';
import { type Data, newId } from '../../src/data/contracts/index.ts';
import { openData } from '../../src/processes/open-data.ts';
import { processLog } from '../../src/processes/process-log.ts';
import { partsOfWorker, type Wired, wire } from '../../src/processes/wiring.ts';
import { systemActor } from '../../src/services/actor.ts';
import { readSettings } from '../../src/settings.ts';
import { Worker } from '../../src/worker/worker.ts';
import { startBackend, TEST_TASK_TYPES } from '../support/backend.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { type ApiCluster, SECRET } from './api-cluster.ts';

export const ADMIN = { email: 'admin@example.com', password: 'admin123' };

export interface ApiServer {
  /** To be called in turn. */
  urls: string[];
  /** The server's stores, over connections of this process's own where the server is another one. */
  data: Data;
  /** Every line the webs logged; of webs that others call too (no settings given), none. */
  log(): string[];
  /** Keeps the event loop of every web from turning, for so long at each of two turns. */
  holdUp(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Settings; those of several processes then get webs of their own. */
  env?: Record<string, string>;
  /** Items are run. Default false; where workers are processes, they always do. */
  worker?: boolean;
}

export interface EmbeddedServer extends ApiServer {
  wired: Wired;
}

/** On SQLite, in this process. */
export async function startEmbedded(options: ServerOptions): Promise<EmbeddedServer> {
  const settings = readSettings({
    DATA_DIR: await tempFolder(),
    SECRET_KEY: SECRET,
    TASK_TYPES_DIR: TEST_TASK_TYPES,
    RATE_LIMIT_ENABLED: 'false',
    ...options.env,
  });
  const log: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk));
      done();
    },
  });
  const logger = pino({ level: 'trace' }, sink);
  const data = await openData(settings, logger, true);
  const wired = await wire(settings, data, logger);
  const { services } = wired;
  const worker = options.worker
    ? await Worker.start({
        data,
        ...partsOfWorker(wired),
        places: 4,
        env: process.env,
        installation: newId(),
        temp_dir: await tempFolder(),
        version: 'test',
        log: logger,
      })
    : null;
  await services.users.ensureAdmin(systemActor, { ...ADMIN, fullname: 'Administrator' });
  const app = buildApp(services, wired.settings, { logger });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    urls: [url],
    data,
    wired,
    log: () => log,
    async holdUp(ms) {
      for (let turn = 0; turn < 2; turn += 1) {
        const end = performance.now() + ms;
        while (performance.now() < end);
        await new Promise(setImmediate);
      }
    },
    async close() {
      await app.close();
      await worker?.stop(1_000);
      await wired.close();
      await data.close();
    },
  };
}

/** The processes that run already, or webs beside them with settings of their own. */
export async function joinCluster(cluster: ApiCluster, { env }: ServerOptions): Promise<ApiServer> {
  const settings = readSettings(cluster.env);
  const data = await openData(settings, processLog('silent', 'test'), false);
  const own = env
    ? await Promise.all(
        cluster.webs.map(() =>
          startBackend({ command: 'web', env: { ...cluster.env, LOG_LEVEL: 'trace', ...env } }),
        ),
      )
    : [];
  return {
    urls: env ? own.map(({ url }) => url) : cluster.webs,
    data,
    log: () => own.flatMap(({ lines }) => lines),
    async holdUp(ms) {
      for (let turn = 0; turn < 2; turn += 1) {
        for (const { child } of own) child.kill('SIGSTOP');
        await sleep(ms);
        for (const { child } of own) child.kill('SIGCONT');
      }
    },
    async close() {
      await data.close();
      for (const code of await Promise.all(own.map((web) => web.stop()))) {
        if (code !== 0) throw new Error(`a web ended with ${code}`);
      }
    },
  };
}
