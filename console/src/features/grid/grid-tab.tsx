import type { TaskDetail } from '@client';
import { useMemo } from 'react';
import { GridView } from './grid-view.tsx';
import { matrixOf } from './view/matrix.ts';

/** The grid of a task that is a matrix. */
export function GridTab({ task }: { task: TaskDetail }) {
  const { params, total_items } = task;
  const variables = useMemo(() => matrixOf({ params, total_items }), [params, total_items]);
  return variables && <GridView task={task} variables={variables} />;
}
