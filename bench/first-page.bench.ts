import { tempFolder } from '../tests/support/temp-folder.ts';
import type { Bench } from './support/bench.ts';
import { compareFirstPages, FEW_TASKS, manyTasks, seedTasks } from './support/first-pages.ts';
import { startBackend } from './support/processes.ts';

export const firstPage: Bench = {
  name: 'first-page',
  mark: 'the first list page (20) with 1,000,000 tasks takes at most 1.5 times as long as with 1,000',
  settings:
    'one connection, pages one after another, the median of 100 ms with each number of tasks in turn, 11 times; pages of as many tasks as match among the 1,000, from 1 to 20; 100,000 tasks unless --full',
  async run({ full }) {
    const serve = async (tasks: number) => {
      const data_dir = await tempFolder('backend2-bench-');
      await seedTasks({ DATA_DIR: data_dir }, tasks);
      return { ...(await startBackend({ data_dir })), tasks };
    };
    const few = await serve(FEW_TASKS);
    const many = await serve(manyTasks(full));
    const figures = await compareFirstPages(few, many, 'SQLite');
    await Promise.all([few.stop(), many.stop()]);
    return figures;
  },
};
