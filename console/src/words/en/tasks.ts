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
    pending: 'Waiting',
    processing: 'Running',
    cancelling: 'Cancelling',
    completed: 'Completed, with or without failures',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
  failed_in_part:
    'No matching task failed as a whole. A task in which only some items failed is found under “Completed, with or without failures”.',
  type: 'Type',
  any_type: 'Any type',
  order: 'Order',
  newest: 'Newest first',
  oldest: 'Oldest first',
  name: 'Name',
  progress: 'Progress',
  owner: 'Owner',
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
  empty_text: 'A task is work that takes a while. It consists of items, and you can watch them run here.',
  selected: (count: number) => `${grouped(count)} selected`,
  all_selected: (count: number, more: boolean) =>
    more
      ? `The first ${grouped(count)} that match are selected`
      : `All ${grouped(count)} that match are selected`,
  bar_key: 'Press B for what can be done with them.',
  bar_key_matching: (count: number, more: boolean) =>
    `Press B to select ${more ? `the first ${grouped(count)}` : `all ${grouped(count)}`} that match, or for what can be done.`,
  select_all_matching: (count: number, more: boolean) =>
    more ? `Select the first ${grouped(count)} that match` : `Select all ${grouped(count)} that match`,
  clear_selection: 'Clear selection',
  cancel: 'Cancel',
  back: 'Back',
  retry: 'Retry',
  delete: 'Delete',
  cancel_title: (count: number) => `Cancel ${plural(count, 'task', 'tasks')}?`,
  retry_title: (count: number) => `Retry ${plural(count, 'task', 'tasks')}?`,
  delete_title: (count: number) => `Delete ${plural(count, 'task', 'tasks')}?`,
  cancel_text:
    'Running items are stopped. Finished items stay as they are; a retry can complete the rest later.',
  retry_text: 'Failed and cancelled items run again. Completed items stay as they are.',
  delete_text: 'The tasks and their files are deleted for good.',
  cancel_action: (count: number) => `Cancel ${plural(count, 'task', 'tasks')}`,
  retry_action: (count: number) => `Retry ${plural(count, 'task', 'tasks')}`,
  delete_action: (count: number) => `Delete ${plural(count, 'task', 'tasks')}`,
  none_to_cancel: 'None of the selected tasks is waiting or running.',
  none_to_retry: 'None of the selected tasks has failed or cancelled items to run again.',
  one_title: (action: Action, name: string) => `${verb[action]} “${name}”?`,
  chosen_by_filter: (words: string) => `All tasks that match: ${words}`,
  every_task: 'every task you can see',
  stay: (count: number, action: Action) => {
    const rest = count === 1 ? 'stays as it is' : 'stay as they are';
    return action === 'retry'
      ? `${grouped(count)} ${count === 1 ? 'has' : 'have'} nothing to run again and ${rest}.`
      : `${grouped(count)} ${count === 1 ? 'has' : 'have'} already ended and ${rest}.`;
  },
  stay_unknown: {
    cancel: 'Tasks that have already ended stay as they are.',
    retry: 'Tasks with nothing to run again stay as they are.',
  },
  bulk_changed:
    'The matching tasks have changed since you looked. Nothing was done. Look at the list again, then repeat.',
  bulk_done: (count: number, action: Action) =>
    count === 0 ? `No task was ${done[action]}` : `${plural(count, 'task', 'tasks')} ${done[action]}`,
  bulk_skipped: (count: number, action: Action) =>
    `${grouped(count)} skipped: ${action === 'retry' ? 'nothing to run again' : 'already ended'}`,
  row_done: 'Done',
  close: 'Close',
  contains: (text: string) => `contains “${text}”`,
  views: 'Views',
  save_view: 'Save this view…',
  save_view_title: 'Save this view',
  save_view_text: 'The search, the filters and the order, under a name of yours.',
  view_saved: (name: string) => `The view “${name}” was saved`,
  view_name: 'Name of the view',
  save: 'Save',
  delete_view: (name: string) => `Delete view “${name}”`,
  no_views: 'No saved views yet',
  not_deleted: 'Some tasks could not be changed',
};
