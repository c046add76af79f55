import type { ListTasksArgs } from '@client';
import type { Status } from '../../components/badge/badge.tsx';
import type { SearchCodec } from '../../router/use-search.ts';

export type TaskStatus = Exclude<Status, 'queued'>;
export const STATUSES: readonly TaskStatus[] = [
  'pending',
  'processing',
  'cancelling',
  'completed',
  'failed',
  'cancelled',
];

/** What the list shows: all of it stands in the URL. */
export interface TaskSearch {
  q: string;
  status: TaskStatus | '';
  type: string;
}

export const tasksSearch: SearchCodec<TaskSearch> = {
  read: (params) => ({
    q: params.get('q') ?? '',
    status: STATUSES.find((status) => status === params.get('status')) ?? '',
    type: params.get('type') ?? '',
  }),
  write: (search) => Object.fromEntries(Object.entries(search).filter(([, value]) => value !== '')),
};

/** The same in the words of the API. */
export const filterOf = ({ q, status, type }: TaskSearch): ListTasksArgs => ({
  ...(q.trim() && { q: q.trim() }),
  ...(status && { status }),
  ...(type && { type }),
});

export const isFiltered = (search: TaskSearch): boolean => Object.keys(filterOf(search)).length > 0;
