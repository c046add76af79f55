import { plural } from '../plural.ts';

/** What is said once a cancel was undone: the tasks go on, or wait as before. */
export const undo = {
  undone: (count: number) =>
    count === 0 ? 'No cancel was undone' : `The cancel of ${plural(count, 'task', 'tasks')} was undone`,
};
