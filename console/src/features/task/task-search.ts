import type { Item } from '@client';
import type { SearchCodec } from '../../router/use-search.ts';

type ItemStatus = Item['status'];
export const ITEM_STATUSES: readonly ItemStatus[] = [
  'processing',
  'failed',
  'completed',
  'queued',
  'cancelled',
];

/** What the page shows of the items, and which one is open: all of it stands in the URL. */
export interface TaskPageSearch {
  status: ItemStatus | '';
  /** From 1. */
  page: number;
  item: number | null;
}

export const taskSearch: SearchCodec<TaskPageSearch> = {
  read: (params) => ({
    status: ITEM_STATUSES.find((status) => status === params.get('status')) ?? '',
    page: Math.max(1, wholeOf(params.get('page')) ?? 1),
    item: wholeOf(params.get('item')),
  }),
  write: ({ status, page, item }) => ({
    ...(status && { status }),
    ...(page > 1 && { page: String(page) }),
    ...(item !== null && { item: String(item) }),
  }),
};

const wholeOf = (text: string | null): number | null =>
  text !== null && /^\d{1,7}$/.test(text) ? Number(text) : null;
