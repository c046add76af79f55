import type { Bench } from './support/bench.ts';
import { compareFirstPages, FEW_TASKS, manyTasks, seedTasks } from './support/first-pages.ts';
import { startServers } from './support/servers.ts';

export const scaledFirstPage: Bench = {
  name: 'scaled-first-page',
  mark: 'on MongoDB: the first list page (20) with 1,000,000 tasks takes at most 1.5 times as long as with 1,000',
  settings:
    'one connection, pages one after another, the median of 100 ms with each number of tasks in turn, 11 times; pages of as many tasks as match among the 1,000, from 1 to 20; 100,000 tasks unless --full',
  needs: ['mongodb', 'redis'],
  async run({ full }) {
    const servers = await startServers();
    const serve = async (DB_NAME: string, tasks: number) => {
      await seedTasks({ ...servers.env, DB_NAME }, tasks);
      return { ...(await servers.backend({ command: 'web', env: { DB_NAME } })), tasks };
    };
    const few = await serve('few', FEW_TASKS);
    const many = await serve('many', manyTasks(full));
    const figures = await compareFirstPages(few, many, 'MongoDB');
    await servers.stop();
    return figures;
  },
};
