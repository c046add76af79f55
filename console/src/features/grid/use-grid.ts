import type { TaskDetail } from '@client';
import { useMemo, useState } from 'react';
import { announce } from '../../components/announce/announcements.ts';
import { useNarrow } from '../../components/page/use-narrow.ts';
import { useSearchState } from '../../router/use-search.ts';
import { useWords } from '../../words/words-context.tsx';
import { useMayChange } from '../task/use-may-change.ts';
import { pageOf, useCells } from './data/use-cells.ts';
import { useRetry } from './data/use-retry.ts';
import { useSaidRetry } from './data/use-said-retry.ts';
import { arrange } from './view/arrange.ts';
import type { Variable } from './view/matrix.ts';
import { type View, viewCodec } from './view/view.ts';

/** The grid of a task: its view, which the URL holds, the cells of the pages in view, and what can be done with them. */
export function useGrid(task: TaskDetail, variables: readonly Variable[]) {
  const { grid: w } = useWords();
  const narrow = useNarrow();
  const codec = useMemo(() => viewCodec(variables, narrow), [variables, narrow]);
  const [view, setView] = useSearchState<View>(codec);
  const arrangement = useMemo(() => arrange(variables, view), [variables, view]);
  const [inView, setInView] = useState<readonly number[]>([]);
  const extra = [...view.pick, ...(view.open === null ? [] : [view.open])];
  const pageList = [...new Set([...inView, ...extra.map(pageOf)])].sort((one, other) => one - other).join();
  const pages = useMemo(() => pageList.split(',').filter(Boolean).map(Number), [pageList]);
  const { itemAt, error, retry: reload } = useCells(task, pages);
  const retry = useSaidRetry(useRetry(task.id), itemAt);
  const onRetry = useMayChange(task) ? retry : null;
  const onShow = (show: View['show']) => {
    setView({ show });
    const next = arrange(variables, { ...view, show });
    const all = Object.keys(show).length === 0;
    announce(all ? w.all_shown : w.shown(next.rows.length * next.columns.length, task.total_items));
  };
  return { view, setView, arrangement, setInView, itemAt, error, reload, onRetry, onShow };
}
