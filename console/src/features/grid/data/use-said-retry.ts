import type { Item } from '@client';
import { useEffect, useState } from 'react';
import { announce } from '../../../components/announce/announcements.ts';
import { useLanguage, useWords } from '../../../words/words-context.tsx';
import { useLabelOf } from '../compare/picture.tsx';
import { spokenCell } from './item-words.ts';

/** Whether a retried item has ended since. */
const hasEnded = (before: Item, now: Item | undefined): now is Item =>
  Boolean(now?.finished_at) && now?.finished_at !== before.finished_at && now?.status !== 'processing';

/** Announces the outcome of cells that were retried, because screen readers do not notice that cells have changed. */
export function useSaidRetry(
  retry: (items: number[]) => void,
  itemAt: (index: number) => Item | undefined,
): (items: number[]) => void {
  const words = useWords();
  const language = useLanguage();
  const labelOf = useLabelOf();
  const [retried, setRetried] = useState<readonly Item[]>([]);
  const ended = retried
    .map((before) => itemAt(before.index))
    .filter((now, at) => hasEnded(retried[at] as Item, now));
  const all = retried.length > 0 && ended.length === retried.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the last of them has ended
  useEffect(() => {
    if (!all) return;
    setRetried([]);
    const [only, ...others] = ended as Item[];
    const failed = (ended as Item[]).filter(({ status }) => status !== 'completed').length;
    if (only && others.length === 0) announce(spokenCell([labelOf(only)], only, words, language));
    else announce(words.grid.retry_ended(ended.length - failed, failed));
  }, [all]);
  return (items) => {
    setRetried(items.flatMap((index) => itemAt(index) ?? []));
    retry(items);
  };
}
