import type { ListTasksArgs } from '@client';
import type { Status } from '../../components/badge/badge.tsx';
import type { SearchCodec } from '../../router/use-search.ts';

export type TaskStatus = Exclude<Status, 'queued'>;

/** The choices of the filter; each stands for one or several statuses. */
export const STATUS_FILTERS = [
  'active',
  'ended',
  'pending',
  'processing',
  'cancelling',
  'completed',
  'completed_with_failures',
  'failed',
  'cancelled',
] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

/** The choices that are no status of the API. */
const GROUPS: Record<Exclude<StatusFilter, TaskStatus>, readonly TaskStatus[]> = {
  active: ['pending', 'processing', 'cancelling'],
  ended: ['completed', 'failed', 'cancelled'],
  completed_with_failures: ['completed'],
};
const isGroup = (filter: StatusFilter): filter is keyof typeof GROUPS => filter in GROUPS;

/** Returns the statuses for a choice of the filter. */
export const statusesOf = (filter: StatusFilter): readonly TaskStatus[] =>
  isGroup(filter) ? GROUPS[filter] : [filter];

/** How long ago, up to now. */
export const SPANS = ['day', 'week', 'month'] as const;
const DAY_MS = 86_400_000;
const SPAN_MS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS };

/** The beginning of a span of time, in milliseconds. */
export const createdSince = (time: (typeof SPANS)[number], now = Date.now()): number => now - SPAN_MS[time];

/** The state of the list, kept in the URL. */
export interface TaskSearch {
  q: string;
  status: StatusFilter | '';
  type: string;
  /** When it was created. */
  time: (typeof SPANS)[number] | '';
  /** Id of an account. */
  owner: string;
  /** The newest task comes first, unless the oldest does. */
  order: '' | 'oldest';
}

export const tasksSearch: SearchCodec<TaskSearch> = {
  read: (params) => ({
    q: params.get('q') ?? '',
    status: STATUS_FILTERS.find((status) => status === params.get('status')) ?? '',
    type: params.get('type') ?? '',
    time: SPANS.find((span) => span === params.get('time')) ?? '',
    owner: params.get('owner') ?? '',
    order: params.get('order') === 'oldest' ? 'oldest' : '',
  }),
  write: (search) => Object.fromEntries(Object.entries(search).filter(([, value]) => value !== '')),
};

/** Converts the state into query parameters of the API: which tasks match. */
export const filterOf = ({ q, status, type, time, owner }: TaskSearch, now = Date.now()): ListTasksArgs => ({
  ...(q.trim() && { q: q.trim() }),
  ...(status && { status: statusesOf(status).join() }),
  ...(status === 'completed_with_failures' && { has_failures: true }),
  ...(type && { type }),
  ...(time && { created_after: new Date(createdSince(time, now)).toISOString() }),
  ...(owner && { owner_id: owner }),
});

/** The same, in the order of the list. */
export const listOf = (search: TaskSearch, now?: number): ListTasksArgs => ({
  ...filterOf(search, now),
  ...(search.order && { order: search.order }),
});

export const isFiltered = (search: TaskSearch): boolean => Object.keys(filterOf(search)).length > 0;
