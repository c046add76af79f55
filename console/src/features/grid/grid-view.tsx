import type { TaskDetail } from '@client';
import { useMemo, useState } from 'react';
import { announce } from '../../components/announce/announcements.ts';
import { useNarrow } from '../../components/page/use-narrow.ts';
import { useSearchState } from '../../router/use-search.ts';
import { useWords } from '../../words/words-context.tsx';
import { useMayChange } from '../task/use-may-change.ts';
import { AxesBar } from './axes/axes-bar.tsx';
import { Compare } from './compare/compare.tsx';
import { pageOf, useCells } from './data/use-cells.ts';
import { useRetry } from './data/use-retry.ts';
import { useSaidRetry } from './data/use-said-retry.ts';
import styles from './grid.module.css';
import { GridActions } from './grid-actions.tsx';
import { Lightbox } from './lightbox/lightbox.tsx';
import { PickBar } from './pick-bar.tsx';
import { GridTable } from './table/grid-table.tsx';
import { useHeight } from './use-height.ts';
import { usePicking } from './use-picking.ts';
import { arrange } from './view/arrange.ts';
import type { Variable } from './view/matrix.ts';
import { type View, viewCodec } from './view/view.ts';

/** Shows a matrix task as a grid. Its state is kept in the URL; only visible cells are loaded. */
export function GridView({ task, variables }: { task: TaskDetail; variables: readonly Variable[] }) {
  const { grid: w } = useWords();
  const narrow = useNarrow();
  const codec = useMemo(() => viewCodec(variables, narrow), [variables, narrow]);
  const [view, setView] = useSearchState<View>(codec);
  const arrangement = useMemo(() => arrange(variables, view), [variables, view]);
  const [inView, setInView] = useState<readonly number[]>([]);
  const extra = [...view.pick, ...(view.open === null ? [] : [view.open])];
  const pageList = [...new Set([...inView, ...extra.map(pageOf)])].sort((one, other) => one - other).join();
  const pages = useMemo(() => pageList.split(',').filter(Boolean).map(Number), [pageList]);
  const itemAt = useCells(task, pages);
  const retry = useSaidRetry(useRetry(task.id), itemAt);
  const onRetry = useMayChange(task) ? retry : null;
  const onShow = (show: View['show']) => {
    setView({ show });
    const next = arrange(variables, { ...view, show });
    const all = Object.keys(show).length === 0;
    announce(all ? w.all_shown : w.shown(next.rows.length * next.columns.length, task.total_items));
  };
  const [barHeight, barRef] = useHeight();
  const { selecting, setSelecting, toggle, add, press, clear, compare } = usePicking(view.pick, setView);
  return (
    <>
      <div className={styles.view}>
        <AxesBar
          arrangement={arrangement}
          variables={variables}
          view={view}
          onView={setView}
          selecting={selecting}
          onSelecting={setSelecting}
        >
          <GridActions
            task={task}
            variables={variables}
            arrangement={arrangement}
            show={view.show}
            onShow={onShow}
          />
        </AxesBar>
        <GridTable
          task={task}
          arrangement={arrangement}
          view={view}
          itemAt={itemAt}
          below={barHeight}
          onPages={setInView}
          selecting={selecting}
          onOpen={press}
          onPick={toggle}
          onPickMore={add}
          onClear={clear}
          onRetry={onRetry}
        />
      </div>
      {view.pick.length > 0 && (
        <PickBar
          ref={barRef}
          id={task.id}
          items={view.pick.map((index) => itemAt(index))}
          onCompare={compare}
          onRetry={onRetry}
          onClear={clear}
        />
      )}
      <Lightbox
        id={task.id}
        index={view.open}
        arrangement={arrangement}
        variables={variables}
        itemAt={itemAt}
        picked={view.pick}
        onOpen={(open) => setView({ open })}
        onPick={toggle}
        onCompare={compare}
        onRetry={onRetry}
      />
      <Compare
        open={view.compare && view.pick.length > 1}
        items={view.pick.slice(0, 4).map((index) => itemAt(index))}
        variables={variables}
        onClose={() => setView({ compare: false })}
      />
    </>
  );
}
