import type { Task, TaskDetail } from '@client';
import { matrixOf } from '../grid/view/matrix.ts';

/** The parts of a task's page. */
export const TABS = ['grid', 'items', 'params', 'log'] as const;
export type TaskTab = (typeof TABS)[number];

/** Whether the task's items are the cells of a grid. */
export const isMatrix = (task: Pick<TaskDetail, 'params' | 'total_items'>): boolean =>
  task.total_items > 1 && matrixOf(task) !== null;

/** Those that the task has, the one it opens with first. */
export const tabsOf = (task: Pick<TaskDetail, 'params' | 'total_items'>): readonly TaskTab[] =>
  isMatrix(task) ? TABS : TABS.filter((tab) => tab !== 'grid');

/** Whether it has one item: its page then shows that in place of a list. */
export const isSingle = ({ total_items }: Pick<Task, 'total_items'>): boolean => total_items === 1;
