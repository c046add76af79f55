import type { Item } from '@client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { faultOf } from '../../../components/states/fault-of.ts';
import { notify, notifyFailure } from '../../../components/toast/toast.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { live } from '../../../live/live.ts';
import { joinValues } from '../../../words/join-values.ts';
import { saidValue } from '../../../words/said-value.ts';
import { useLanguage, useWords } from '../../../words/words-context.tsx';
import { saidError } from '../item/said-error.ts';
import type { TaskPageSearch } from '../task-search.ts';
import { taskChanged } from '../use-task.ts';

/** The API serves pages up to the 10,000th item. */
export const PAGE_SIZE = 50;
export const LAST_PAGE = 10_000 / PAGE_SIZE;

export const useItems = (
  id: string,
  { status, page }: Pick<TaskPageSearch, 'status' | 'page'>,
  enabled = true,
) =>
  useQuery({
    enabled,
    queryKey: keys.itemPage(id, status, page),
    queryFn: ({ signal }) =>
      api.listItems({ id, page, page_size: PAGE_SIZE, ...(status && { status }) }, { signal }),
    placeholderData: (before) => before,
  });

/** Loads one item in full. The stack of its error is included only with the permission to see it. */
export const useItem = (id: string, index: number) =>
  useQuery({
    queryKey: keys.item(id, index),
    queryFn: ({ signal }) => api.getItem({ id, index }, { signal }),
  });

export type ItemAction = 'retry' | 'cancel';

/** Whether the state of an item allows the action. The server checks again. */
export const itemFits: Record<ItemAction, (item: Pick<Item, 'status'>) => boolean> = {
  retry: ({ status }) => status === 'failed' || status === 'cancelled',
  cancel: ({ status }) => status === 'queued' || status === 'processing',
};

/** The items that the server refused, which it names by their place in what was sent. The page counts items from 1. */
const unfit = (details: readonly { path: string }[], items: readonly number[]): number[] =>
  details.flatMap(({ path }) => items[Number(/^items\.(\d+)$/.exec(path)?.[1])] ?? []);

/** Retries or cancels chosen items of a task, also while the rest of it runs. */
export function useItemAction(id: string, onDone?: () => void) {
  const { task: w } = useWords();
  const formats = useFormats();
  return useMutation({
    mutationFn: ({ action, items }: { action: ItemAction; items: number[] }) =>
      action === 'retry' ? api.retryTask({ id, items }) : api.cancelTask({ id, items }),
    onSuccess: (task, { action, items }) => {
      live.tasks.seed([task]);
      taskChanged(id);
      notify(action === 'retry' ? w.items_retried(items.length) : w.items_cancelled(items.length));
      onDone?.();
    },
    onError: (error, { items }) => {
      const { message, details } = faultOf(error);
      notifyFailure(message, formats.list(unfit(details, items).map((index) => w.item(index))));
    },
  });
}

/** The name of an item: its values, or its number. */
export function useItemLabel(): (item: Pick<Item, 'label' | 'index'>) => string {
  const words = useWords();
  const { task: w } = words;
  const language = useLanguage();
  return ({ label, index }) => {
    const values = Object.entries(label ?? {}).map(
      ([name, value]) => saidValue(words, name, value) || w.empty_value,
    );
    return values.length > 0 ? joinValues(values, language) : w.item(index);
  };
}

/** What a screen reader hears of an item after its name: how it is, and why it failed. */
export function useItemState(): (item: Pick<Item, 'status' | 'error'>) => string {
  const words = useWords();
  const { status: names, components: w } = words;
  return ({ status, error }) =>
    status === 'failed' && error ? w.label(names[status]) + saidError(words, error).short : names[status];
}

export const pictureOf = ({ files }: Pick<Item, 'files'>) =>
  files.find(({ content_type }) => content_type.startsWith('image/'));
