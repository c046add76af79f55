import type { TaskDetail } from '@client';
import { useCallback, useMemo, useState } from 'react';
import { StatusBadge } from '../../components/badge/badge.tsx';
import { ButtonLink } from '../../components/button/button-link.tsx';
import { Page } from '../../components/page/page.tsx';
import { Progress } from '../../components/progress/progress.tsx';
import { useSearchState } from '../../router/use-search.ts';
import { useWords } from '../../words/words-context.tsx';
import { useMayChange } from '../task/use-may-change.ts';
import { AxesBar } from './axes/axes-bar.tsx';
import { Compare } from './compare/compare.tsx';
import { pageOf, useCells } from './data/use-cells.ts';
import { useRetry } from './data/use-retry.ts';
import { DownloadMenu } from './download-menu.tsx';
import styles from './grid.module.css';
import { Lightbox } from './lightbox/lightbox.tsx';
import { OnlyFailed } from './only-failed.tsx';
import { PickBar } from './pick-bar.tsx';
import { GridTable } from './table/grid-table.tsx';
import { arrange } from './view/arrange.ts';
import type { Variable } from './view/matrix.ts';
import { MOST_PICKED, type View, viewCodec } from './view/view.ts';

/** A matrix task as a grid. What it shows stands in the URL; what is in view is loaded. */
export function GridView({ task, variables }: { task: TaskDetail; variables: readonly Variable[] }) {
  const { grid: w } = useWords();
  const codec = useMemo(() => viewCodec(variables), [variables]);
  const [view, setView] = useSearchState<View>(codec);
  const arrangement = useMemo(() => arrange(variables, view), [variables, view]);
  const [inView, setInView] = useState<readonly number[]>([]);
  const extra = [...view.pick, ...(view.open === null ? [] : [view.open])];
  const pageList = [...new Set([...inView, ...extra.map(pageOf)])].sort((one, other) => one - other).join();
  const pages = useMemo(() => pageList.split(',').filter(Boolean).map(Number), [pageList]);
  const itemAt = useCells(task, pages);
  const retry = useRetry(task.id);
  const onRetry = useMayChange(task) ? retry : null;
  const { pick } = view;
  const toggle = useCallback(
    (index: number) =>
      setView({
        pick: pick.includes(index)
          ? pick.filter((one) => one !== index)
          : [...pick, index].slice(-MOST_PICKED),
      }),
    [setView, pick],
  );
  const open = useCallback((index: number) => setView({ open: index }, 'push'), [setView]);
  const { total_items, completed_items, failed_items, status } = task;
  return (
    <Page
      wide
      title={task.name || w.title}
      beside={<StatusBadge status={status} failures={failed_items} />}
      text={w.summary(completed_items, total_items, failed_items)}
      actions={
        <>
          <ButtonLink to={`/tasks/${task.id}`} icon="chevron_left">
            {w.to_task}
          </ButtonLink>
          <OnlyFailed
            task={task}
            variables={variables}
            show={view.show}
            onShow={(show) => setView({ show })}
          />
          <DownloadMenu task={task} arrangement={arrangement} />
        </>
      }
    >
      {status !== 'completed' && (
        <Progress
          value={task.progress}
          label={w.progress}
          status={status}
          failed={failed_items / total_items}
        />
      )}
      <div className={styles.view}>
        <AxesBar arrangement={arrangement} variables={variables} view={view} onView={setView} />
        <GridTable
          task={task}
          arrangement={arrangement}
          view={view}
          itemAt={itemAt}
          onPages={setInView}
          onOpen={open}
          onPick={toggle}
          onRetry={onRetry}
        />
      </div>
      {view.pick.length > 0 && (
        <PickBar
          id={task.id}
          items={view.pick.map((index) => itemAt(index))}
          onCompare={() => setView({ compare: true }, 'push')}
          onRetry={onRetry}
          onClear={() => setView({ pick: [], compare: false })}
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
        onRetry={onRetry}
      />
      <Compare
        open={view.compare && view.pick.length > 1}
        items={view.pick.slice(0, 4).map((index) => itemAt(index))}
        onClose={() => setView({ compare: false })}
      />
    </Page>
  );
}
