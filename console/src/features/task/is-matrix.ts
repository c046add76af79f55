import type { TaskDetail } from '@client';

/** Whether the task's items are the cells of a grid. */
export const isMatrix = ({ type, params }: TaskDetail): boolean =>
  type === 'image' && Object.keys((params as { variables?: object } | null)?.variables ?? {}).length > 0;
