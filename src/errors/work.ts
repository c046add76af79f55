import type { CatalogueEntry } from './catalogue-entry.ts';

/** Errors of tasks, items and what belongs to them: their state does not allow the call. */
export const workErrors = {
  too_many: {
    status: 409,
    en: 'Your account has reached its limit for this kind of object.',
    zh: '您的账户中此类对象的数量已达上限。',
    todo: { en: 'Delete objects that you no longer need.', zh: '请先删除不再需要的对象。' },
  },
  edit_conflict: {
    status: 409,
    en: 'Someone else changed this at the same time. Read it again and retry.',
    zh: '其他人同时修改了此内容，请重新读取后再试。',
    todo: { en: 'Read the object again, then repeat the change.', zh: '请重新读取该对象并重试。' },
  },
  no_grid: {
    status: 409,
    en: 'The items of this task have no labels, so there is no grid to draw.',
    zh: '该任务的任务项没有标签，无法生成网格图。',
    todo: {
      en: 'Ask for the grid of a task with variables; `grid_url` of such a task is not null once it has a picture. The archive works for every task.',
      zh: '请对含有变量的任务请求网格图，此类任务有图片后 `grid_url` 不为空。ZIP 文件适用于所有任务。',
    },
  },
  task_finished: {
    status: 409,
    en: 'The task has already finished.',
    zh: '任务已经结束。',
    todo: {
      en: 'Only a pending or processing task can be cancelled.',
      zh: '只有等待中或运行中的任务可以取消。',
    },
  },
  items_not_fitting: {
    status: 409,
    en: 'Some of the chosen items are in a state that does not allow this. Nothing was changed.',
    zh: '所选的部分任务项的状态不允许此操作；未作任何修改。',
    todo: {
      en: 'Leave out the items listed in `details`. Items that failed or were cancelled can be retried; items that have not ended can be cancelled.',
      zh: '请去掉 `details` 中列出的任务项。失败或已取消的任务项可以重试；未结束的任务项可以取消。',
    },
  },
  matched_changed: {
    status: 409,
    en: 'The number of matching tasks has changed. Nothing was done.',
    zh: '符合条件的任务数量已发生变化；没有进行任何更改。',
    todo: {
      en: 'Check the list again, and send the current number of matches as `expected`.',
      zh: '请重新查看列表，并将当前符合条件的数量作为 `expected` 发送。',
    },
  },
  task_not_retryable: {
    status: 409,
    en: 'There is nothing to run again: the task is still active, none of its items failed or was cancelled, or no cancel of it is left to undo.',
    zh: '没有可再次运行的内容：任务仍在进行，没有失败或已取消的任务项，或没有可撤销的取消。',
    todo: {
      en: 'Retry a finished task that has failed or cancelled items, or undo the last cancel of a whole task.',
      zh: '请重试含有失败或已取消任务项的已结束任务，或撤销对整个任务的最近一次取消。',
    },
  },
  idempotency_key_reused: {
    status: 409,
    en: 'This Idempotency-Key was already used with a different body.',
    zh: '该 Idempotency-Key 已用于不同的请求体。',
    todo: { en: 'Use a new key for each new task.', zh: '请为每个新任务使用新的键。' },
  },
  idempotency_key_spent: {
    status: 409,
    en: 'The task created with this Idempotency-Key was deleted.',
    zh: '使用该 Idempotency-Key 创建的任务已被删除。',
    todo: { en: 'Use a new key to create a new task.', zh: '请使用新的键创建新任务。' },
  },
} as const satisfies Record<string, CatalogueEntry>;
