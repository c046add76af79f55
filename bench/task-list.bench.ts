import { tempFolder } from '../tests/support/temp-folder.ts';
import { alternate, ratioFigure } from './support/alternate.ts';
import type { Bench } from './support/bench.ts';
import { signIn } from './support/client.ts';
import { FEW_TASKS, seedTasks } from './support/first-pages.ts';
import { load } from './support/load.ts';
import { startBackend } from './support/processes.ts';

export const taskList: Bench = {
  name: 'task-list',
  mark: 'the first page of 20 tasks, embedded, at least 0.2 of the rate of GET /users/me',
  settings:
    '32 connections, RATE_LIMIT_ENABLED=false, log to a file; once without writes, once with 20 creates a second',
  async run() {
    const data_dir = await tempFolder('backend2-bench-');
    await seedTasks({ DATA_DIR: data_dir }, FEW_TASKS);
    const backend = await startBackend({ data_dir });
    const { token, ok } = await signIn(backend.url);
    const rate = async (path: string) =>
      (await load({ url: backend.url, path: `/api/v1${path}`, token, seconds: 1 })).rate;
    await rate('/tasks/');
    const names = { measured: 'list of 20', reference: 'own account' };
    const compare = () =>
      alternate(
        () => rate('/tasks/'),
        () => rate('/users/me'),
      );
    const still = ratioFigure('GET /tasks/, embedded', await compare(), { at_least: 0.2 }, names);
    const creating = setInterval(
      () => void ok('POST', '/tasks/', { type: 'wait', params: { seconds: 0 } }),
      50,
    );
    const busy = ratioFigure('GET /tasks/, embedded, while tasks are created', await compare(), null, names);
    clearInterval(creating);
    await backend.stop();
    return [still, busy];
  },
};
