import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { seesAll } from '../../api/permissions.ts';
import { Checkbox } from '../../components/checkbox/checkbox.tsx';
import { useSaidLoading } from '../../components/states/loading.ts';
import { RestFailed } from '../../components/states/rest-failed.tsx';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import type { useSelection } from './selection.ts';
import { TaskHeads } from './task-heads.tsx';
import { TaskRow } from './task-row.tsx';
import styles from './task-table.module.css';
import type { TaskSearch } from './tasks-search.ts';
import { useRowKeys } from './use-row-keys.ts';
import type { useTaskList } from './use-task-list.ts';

const ROW_PX = 56;
/** Number of rows before the end at which the next page is loaded. */
const AHEAD = 20;

interface Props {
  list: ReturnType<typeof useTaskList>;
  selection: ReturnType<typeof useSelection>;
  selectable: boolean;
  order: TaskSearch['order'];
  onOrder(order: TaskSearch['order']): void;
}

/** The list of tasks. Only visible rows are rendered. */
export function TaskTable({ list: { rows, query }, selection, selectable, order, onOrder }: Props) {
  const { tasks: w } = useWords();
  const owners = seesAll(useUser());
  const table = useRef<HTMLTableElement>(null);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: 12,
    scrollMargin: table.current?.offsetTop ?? 0,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const shown = virtual.getVirtualItems();
  const first = shown[0];
  const last = shown.at(-1);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const near = last !== undefined && last.index >= rows.length - AHEAD;
  const wants = near && hasNextPage && !isFetchingNextPage;
  useEffect(() => {
    // Once it has failed, the line below the rows asks for it again, and not at once.
    if (wants && !isFetchNextPageError) void fetchNextPage();
  }, [wants, isFetchNextPageError, fetchNextPage]);
  useRowKeys(table, rows, selection, selectable);

  const margin = virtual.options.scrollMargin;
  const above = first ? first.start - margin : 0;
  const below = last ? virtual.getTotalSize() - (last.end - margin) : 0;
  const all = selection.loaded && (selection.matching || !hasNextPage);
  return (
    <div className={styles.frame}>
      <table
        ref={table}
        className={styles.table}
        data-owners={owners}
        data-selectable={selectable}
        aria-label={w.title}
        aria-rowcount={rows.length}
      >
        <TaskHeads owners={owners} order={order} onOrder={onOrder}>
          {selectable && (
            <Checkbox
              label={w.select_loaded}
              checked={all}
              some={!all && selection.ids.size > 0}
              onChecked={() =>
                selection.loaded ? selection.clear() : selection.select(rows.map(({ id }) => id))
              }
            >
              {w.select_loaded}
            </Checkbox>
          )}
        </TaskHeads>
        <tbody>
          {above > 0 && <Gap height={above} />}
          {shown.map(({ index, key }) => {
            const task = rows[index];
            return (
              task && (
                <TaskRow
                  key={key}
                  task={task}
                  index={index}
                  owners={owners}
                  selected={selectable ? selection.ids.has(task.id) : null}
                  onToggle={selection.toggle}
                  measure={virtual.measureElement}
                />
              )
            );
          })}
          {below > 0 && <Gap height={below} />}
        </tbody>
      </table>
      {isFetchingNextPage && !isFetchNextPageError && <LoadingMore />}
      {isFetchNextPageError && <RestFailed error={query.error} onRetry={fetchNextPage} />}
    </div>
  );
}

/** Is read out once, if it takes long. */
function LoadingMore() {
  const { tasks: w } = useWords();
  useSaidLoading(w.loading_more);
  return <p className={styles.more}>{w.loading_more}</p>;
}

/** Takes the space of rows that are not rendered. */
function Gap({ height }: { height: number }) {
  return (
    <tr data-gap>
      <td style={{ height }} />
    </tr>
  );
}
