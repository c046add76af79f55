import type { TaskDetail } from '@client';
import { RestFailed } from '../../components/states/rest-failed.tsx';
import { AxesBar } from './axes/axes-bar.tsx';
import { Compare } from './compare/compare.tsx';
import styles from './grid.module.css';
import { GridActions } from './grid-actions.tsx';
import { Lightbox } from './lightbox/lightbox.tsx';
import { PickBar } from './pick-bar.tsx';
import { GridTable } from './table/grid-table.tsx';
import { useGrid } from './use-grid.ts';
import { useHeight } from './use-height.ts';
import { usePicking } from './use-picking.ts';
import type { Variable } from './view/matrix.ts';

/** Shows a matrix task as a grid. Its state is kept in the URL; only visible cells are loaded. */
export function GridView({ task, variables }: { task: TaskDetail; variables: readonly Variable[] }) {
  const { view, setView, arrangement, setInView, itemAt, error, reload, onRetry, onShow } = useGrid(
    task,
    variables,
  );
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
        {error && <RestFailed error={error} onRetry={reload} />}
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
        mode={view.pick.length > 1 ? view.compare : null}
        onMode={(compare) => setView({ compare })}
        items={view.pick.slice(0, 4).map((index) => itemAt(index))}
        variables={variables}
      />
    </>
  );
}
