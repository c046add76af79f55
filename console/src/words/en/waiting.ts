/** Why a task or an item waits, and what runs alone. */
export const waiting = {
  type_paused: 'This task is waiting: its type is paused. It goes on once an administrator resumes the type.',
  no_worker_in: (pool: string) =>
    `This task is waiting: its type runs only in the pool ${pool}, and no running worker belongs to that pool.`,
  behind_alone:
    'This task is waiting for an item of another task that has to run alone: the worker process (the program that runs items) ended three times while that item ran, so no other item may run beside it. This task goes on once that item has ended or was cancelled.',
  behind: 'Go to the task with this item',
  runs_alone: 'Runs alone',
  /** Of an attempt that was ended from outside. */
  interrupted: 'Interrupted',
  task_alone:
    'An item of this task has to run alone: the worker process (the program that runs items) ended three times while this item ran. So that no other item is harmed, its worker runs nothing else until it has ended, and other tasks may have to wait. If that happens three more times, the item has failed.',
  single_alone:
    'This task has to run alone: the worker process (the program that runs tasks) ended three times while it ran. So that no other task is harmed, its worker runs nothing else until it has ended, and other tasks may have to wait. If that happens three more times, this task has failed.',
  item_alone:
    'This item has to run alone: the worker process (the program that runs items) ended three times while it ran. So that no other item is harmed, its worker runs nothing else until it has ended.',
};
