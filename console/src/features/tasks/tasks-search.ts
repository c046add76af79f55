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

/** The choices of the filter; each stands for one or several statuses. */
export const STATUS_FILTERS = ['active', 'ended', ...STATUSES] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

/** Returns the statuses for a choice of the filter. */
const GROUPS: Partial<Record<StatusFilter, readonly TaskStatus[]>> = {
  active: ['pending', 'processing', 'cancelling'],
  ended: ['completed', 'failed', 'cancelled'],
};
export const statusesOf = (filter: StatusFilter): readonly TaskStatus[] =>
  GROUPS[filter] ?? STATUSES.filter((status) => status === filter);

/** The state of the list, kept in the URL. */
export interface TaskSearch {
  q: string;
  status: StatusFilter | '';
  type: string;
}

export const tasksSearch: SearchCodec<TaskSearch> = {
  read: (params) => ({
    q: params.get('q') ?? '',
    status: STATUS_FILTERS.find((status) => status === params.get('status')) ?? '',
    type: params.get('type') ?? '',
  }),
  write: (search) => Object.fromEntries(Object.entries(search).filter(([, value]) => value !== '')),
};

/** Converts the state into query parameters of the API. */
export const filterOf = ({ q, status, type }: TaskSearch): ListTasksArgs => ({
  ...(q.trim() && { q: q.trim() }),
  ...(status && { status: statusesOf(status).join() }),
  ...(type && { type }),
});

export const isFiltered = (search: TaskSearch): boolean => Object.keys(filterOf(search)).length > 0;
