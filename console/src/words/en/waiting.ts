const DEATHS = 'the worker process (the program that runs items) ended three times while';
const ALONE = `has to run alone: ${DEATHS} it ran. So that no other item is harmed, its worker process runs nothing else until the item has ended`;
const FAILS = 'If the worker process ends three more times while it runs, the item fails.';

/** Why a task or an item waits, and what runs alone. */
export const waiting = {
  type_paused: 'This task is waiting: its type is paused. It goes on once an administrator resumes the type.',
  no_worker_in: (pool: string) =>
    `This task is waiting: its type runs only in the pool ${pool}, and no running worker belongs to that pool.`,
  behind_alone: `This task is waiting for an item of another task that has to run alone: ${DEATHS} that item ran, so no other item may run beside it. This task goes on once that item has ended or was cancelled.`,
  behind: 'Go to the task with this item',
  runs_alone: 'Runs alone',
  /** Of an attempt that was ended from outside. */
  interrupted: 'Interrupted',
  task_alone: `An item of this task ${ALONE}, and other tasks may have to wait. ${FAILS}`,
  item_alone: `This item ${ALONE}. ${FAILS}`,
};
