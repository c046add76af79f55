/** The services on a real SQLite file, in this process and without HTTP, to test what is hard to observe from outside. */
import { join } from 'node:path';
import { newId } from '../../src/data/contracts/index.ts';
import { type OpenData, openData } from '../../src/processes/open-data.ts';
import { processLog } from '../../src/processes/process-log.ts';
import { partsOfWorker, type Wired, wire } from '../../src/processes/wiring.ts';
import { version } from '../../src/runtime/version.ts';
import type { UserView } from '../../src/services/accounts/user-view.ts';
import { type AccountActor, permissionsOf, systemActor } from '../../src/services/actor.ts';
import { readSettings } from '../../src/settings.ts';
import type { Traces } from '../../src/telemetry/traces.ts';
import { Worker } from '../../src/worker/worker.ts';
import { TEST_TASK_TYPES } from './backend.ts';
import { tempFolder } from './temp-folder.ts';

/** Maximum size of a file that a handler attaches. */
export const MOST_FILE_BYTES = 5_000_000;

export interface Engine extends Wired {
  data: OpenData;
  actor: AccountActor;
  startWorker(places?: number): Promise<Worker>;
  stop(): Promise<void>;
}

/** The actor of a request that is signed in with this account. */
export const actorOf = ({
  id,
  email,
  fullname,
  roles,
}: Pick<UserView, 'id' | 'email' | 'fullname' | 'roles'>): AccountActor => ({
  kind: 'user',
  id,
  email,
  fullname,
  permissions: permissionsOf(roles),
  credential_id: 's',
  address: '127.0.0.1',
  request_id: 'test',
  trace: null,
  user_agent: 'test',
});

/** Uses a new folder, or the folder of an earlier engine. */
export async function openEngine(
  data_dir?: string,
  env: Record<string, string> = {},
  traces?: Traces,
): Promise<Engine> {
  const settings = readSettings({
    DATA_DIR: data_dir ?? (await tempFolder()),
    TASK_TYPES_DIR: TEST_TASK_TYPES,
    ...env,
  });
  const log = processLog('silent', 'test');
  const data = await openData(settings, log, true);
  const wired = await wire(settings, data, log, { traces });
  const workers: Worker[] = [];
  const email = 'owner@example.com';
  const known = await data.database.users.getByEmail(email);
  const owner =
    known ??
    (await wired.services.users.create(systemActor, {
      ...{ email, fullname: 'Owner', roles: ['user'] },
      password: 'long enough',
    }));
  return {
    ...wired,
    data,
    actor: actorOf(owner),
    async startWorker(places = 4) {
      const worker = await Worker.start({
        data,
        ...partsOfWorker(wired),
        pools: settings.WORKER_POOLS.split(','),
        places,
        env: process.env,
        installation: newId(),
        temp_dir: join(settings.DATA_DIR, 'temp'),
        most_file_bytes: MOST_FILE_BYTES,
        version,
        log,
      });
      workers.push(worker);
      return worker;
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop(0)));
      await wired.close();
      await data.close();
    },
  };
}
