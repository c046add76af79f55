import { grouped, plural } from '../plural.ts';

const verb = { cancel: 'Cancel', retry: 'Retry', delete: 'Delete' };
const done = { cancel: 'cancelled', retry: 'retried', delete: 'deleted' };
type Action = keyof typeof verb;

export const tasks = {
  title: 'Tasks',
  new_task: 'New task',
  search: 'Search names, prompts and values',
  search_label: 'Search tasks',
  status: 'Status',
  any_status: 'Any status',
  filters: {
    active: 'Waiting or running',
    ended: 'Ended',
    pending: 'Waiting to start',
    processing: 'Under way',
    cancelling: 'Cancelling',
    completed: 'Completed',
    completed_with_failures: 'Completed with failures',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
  failed_in_part:
    'No matching task failed as a whole. A task in which only some items failed is found under “Completed with failures”.',
  type: 'Type',
  any_type: 'Any type',
  any_time: 'Any time',
  spans: { day: 'Last 24 hours', week: 'Last 7 days', month: 'Last 30 days' },
  any_owner: 'Any owner',
  mine: 'My tasks',
  owned_by: (name: string) => `owned by ${name}`,
  newest: 'Newest first',
  oldest: 'Oldest first',
  name: 'Name',
  progress: 'Progress',
  owner: 'Owner',
  shared_by: (name: string) => `Shared by ${name}`,
  owner_gone: 'Deleted account',
  created: 'Created',
  select: 'Select',
  select_task: (name: string) => `Select ${name}`,
  select_loaded: 'Select all rows shown',
  counts: (done: number, total: number) => `${grouped(done)} of ${grouped(total)}`,
  failed_count: (count: number) => `${grouped(count)} failed`,
  arrived: (count: number) => plural(count, 'new task', 'new tasks'),
  found: (count: number, more: boolean) =>
    more ? `More than ${grouped(count)} tasks` : plural(count, 'task', 'tasks'),
  loading_more: 'Loading more…',
  empty_title: 'No tasks yet',
  empty_text: 'A task is work that takes a while, split into items. You can watch it run here.',
  selected: (count: number) => `${grouped(count)} selected`,
  all_selected: (count: number, more: boolean) =>
    more
      ? `The first ${grouped(count)} that match are selected`
      : `All ${grouped(count)} that match are selected`,
  bar_key: '. Press B to go to the actions.',
  bar_key_matching: (count: number, more: boolean) =>
    `. Press B to select ${more ? `the first ${grouped(count)}` : `all ${grouped(count)}`} that match, or to go to the actions.`,
  select_all_matching: (count: number, more: boolean) =>
    more ? `Select the first ${grouped(count)} that match` : `Select all ${grouped(count)} that match`,
  clear_selection: 'Clear selection',
  selection_cleared: 'Selection cleared',
  cancel: 'Cancel',
  keep_tasks: (count: number) => (count === 1 ? 'Keep the task' : 'Keep the tasks'),
  retry: 'Retry',
  delete: 'Delete',
  cancel_title: (count: number) => `Cancel ${plural(count, 'task', 'tasks')}?`,
  retry_title: (count: number) => `Retry ${plural(count, 'task', 'tasks')}?`,
  delete_title: (count: number) => `Delete ${plural(count, 'task', 'tasks')}?`,
  cancel_text:
    'Running items are stopped. Finished items stay as they are; a retry can complete the rest later.',
  retry_text: 'Failed and cancelled items run again. Completed items stay as they are.',
  delete_text: 'The tasks and their files are deleted for good.',
  delete_text_one: 'The task and its files are deleted for good.',
  delete_running: (count: number, of: number) =>
    of === 1
      ? 'It has not ended yet: it is stopped first.'
      : `${grouped(count)} ${count === 1 ? 'has' : 'have'} not ended yet and ${count === 1 ? 'is' : 'are'} stopped first.`,
  delete_running_unknown: 'Tasks that have not ended yet are stopped first.',
  cancel_action: (count: number) => `Cancel ${plural(count, 'task', 'tasks')}`,
  retry_action: (count: number) => `Retry ${plural(count, 'task', 'tasks')}`,
  delete_action: (count: number) => `Delete ${plural(count, 'task', 'tasks')}`,
  none_yours: 'The selected tasks belong to others. You can only look at them.',
  none_to_cancel: 'None of the selected tasks is waiting or running.',
  none_to_retry: 'None of the selected tasks has failed or cancelled items to run again.',
  one_title: (action: Action, name: string) => `${verb[action]} “${name}”?`,
  chosen_by_filter: (words: string) => `All tasks that match: ${words}`,
  chosen_all: 'These are all the tasks that you can see.',
  stay: (count: number, action: Action) => {
    const rest = count === 1 ? 'stays as it is' : 'stay as they are';
    return action === 'retry'
      ? `${grouped(count)} ${count === 1 ? 'has' : 'have'} nothing to run again and ${rest}.`
      : `${grouped(count)} ${count === 1 ? 'has' : 'have'} already ended and ${rest}.`;
  },
  stay_foreign: (count: number) =>
    count === 1
      ? '1 belongs to others and stays as it is.'
      : `${grouped(count)} belong to others and stay as they are.`,
  stay_unknown: {
    cancel: 'Tasks that have already ended stay as they are.',
    retry: 'Tasks with nothing to run again stay as they are.',
  },
  bulk_changed:
    'The matching tasks have changed since you looked. Nothing was done. Look at the list again, then repeat.',
  bulk_done(count: number, action: Action) {
    if (count === 0) return `No task was ${done[action]}`;
    return action === 'retry'
      ? `${plural(count, 'task runs', 'tasks run')} again`
      : `${plural(count, 'task', 'tasks')} ${done[action]}`;
  },
  bulk_skipped: (count: number, action: Action) =>
    `${grouped(count)} skipped: ${action === 'retry' ? 'nothing to run again' : 'already ended'}`,
  look_again: 'Reload the list',
  row_done: 'Done',
  and_more: (count: number) => `${grouped(count)} more`,
  close: 'Close',
  contains: (text: string) => `contains “${text}”`,
  views: 'Saved views',
  save_view: 'Save these filters as a view…',
  save_view_title: 'Save these filters as a view',
  save_view_text:
    'A view is a name for this search, these filters and this order of the list. Only you see it.',
  view_saved: (name: string) => `The view “${name}” was saved`,
  view_name: 'Name of the view',
  save: 'Save',
  delete_view: (name: string) => `Delete view “${name}”`,
  view_deleted: (name: string) => `The view “${name}” was deleted`,
  undo: 'Undo',
  view_hint: 'To save a view, first search, filter or sort the list.',
  not_deleted: 'Some tasks could not be changed',
};
