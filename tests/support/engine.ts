/** The services over a real SQLite file, in this process, without HTTP: for what is hard to see from outside. */
import { type OpenData, openData } from '../../src/processes/open-data.ts';
import { createProcessLog } from '../../src/processes/process-log.ts';
import { type Wired, wire } from '../../src/processes/wiring.ts';
import { createRescue, type Rescue } from '../../src/scheduler/rescue.ts';
import type { Caller } from '../../src/services/permissions.ts';
import { readSettings } from '../../src/settings.ts';
import { type RunningWorker, startWorker } from '../../src/worker/worker.ts';
import { TEST_TASK_TYPES } from './backend.ts';
import { tempFolder } from './temp-folder.ts';

export interface Engine extends Wired {
  data: OpenData;
  rescue: Rescue;
  caller: Caller;
  startWorker(places?: number): Promise<RunningWorker>;
  stop(): Promise<void>;
}

export async function openEngine(): Promise<Engine> {
  const settings = readSettings({ DATA_DIR: await tempFolder(), TASK_TYPES_DIR: TEST_TASK_TYPES });
  const log = createProcessLog('silent', 'test');
  const data = await openData(settings, log, true);
  const wired = await wire(settings, data, log);
  const workers: RunningWorker[] = [];
  const { id, email, fullname, roles } = await wired.services.users.create({
    email: 'owner@example.com',
    password: 'long enough',
    fullname: 'Owner',
    roles: ['user'],
  });
  return {
    ...wired,
    data,
    rescue: createRescue(data, wired.engine, log),
    caller: { id, email, fullname, roles, session_id: 's' },
    async startWorker(places = 4) {
      const { engine, plans } = wired;
      const worker = await startWorker({ data, engine, plans, places, env: process.env, log });
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
