import type { Task, TaskDetail } from '@client';
import { matrixOf } from '../grid/view/matrix.ts';

/** The tabs of the page of a task. */
export const TABS = ['grid', 'items', 'params', 'log'] as const;
export type TaskTab = (typeof TABS)[number];

/** Whether the task's items are the cells of a grid. */
export const isMatrix = (task: Pick<TaskDetail, 'params' | 'total_items'>): boolean =>
  task.total_items > 1 && matrixOf(task) !== null;

/** The tabs that this task has; the first one is open by default. */
export const tabsOf = (task: Pick<TaskDetail, 'params' | 'total_items'>): readonly TaskTab[] =>
  isMatrix(task) ? TABS : TABS.filter((tab) => tab !== 'grid');

/** Whether the task has a single item, which is then shown instead of a list. */
export const isSingle = ({ total_items }: Pick<Task, 'total_items'>): boolean => total_items === 1;
