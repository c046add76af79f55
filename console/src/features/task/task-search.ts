import type { Item } from '@client';
import type { SearchCodec } from '../../router/use-search.ts';
import { TABS, type TaskTab } from './task-tabs.ts';

type ItemStatus = Item['status'];
export const ITEM_STATUSES: readonly ItemStatus[] = [
  'processing',
  'failed',
  'completed',
  'queued',
  'cancelled',
];

/** The state of the page of a task, kept in the URL. */
export interface TaskPageSearch {
  tab: TaskTab;
  /** Status of the listed items; empty for all. */
  status: ItemStatus | '';
  /** Page number, from 1. */
  page: number;
  /** Index of the open item. */
  item: number | null;
}

/** How the state is written for a task with these tabs. The first tab is the default, except that a URL with an item or a status opens the items. */
export function taskSearch(tabs: readonly TaskTab[]): SearchCodec<TaskPageSearch> {
  const [first = 'items'] = tabs;
  return {
    read(params) {
      const status = ITEM_STATUSES.find((one) => one === params.get('status')) ?? '';
      const page = Math.max(1, wholeOf(params.get('page')) ?? 1);
      const item = wholeOf(params.get('item'));
      const named = TABS.find((tab) => tab === params.get('tab') && tabs.includes(tab));
      const meant = status !== '' || page > 1 || item !== null ? 'items' : first;
      return { tab: named ?? meant, status, page, item };
    },
    write: ({ tab, status, page, item }) => ({
      ...(tab !== first && { tab }),
      ...(status && { status }),
      ...(page > 1 && { page: String(page) }),
      ...(item !== null && { item: String(item) }),
    }),
  };
}

const wholeOf = (text: string | null): number | null =>
  text !== null && /^\d{1,7}$/.test(text) ? Number(text) : null;
