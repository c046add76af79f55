import { useMemo } from 'react';
import { may } from '../../api/permissions.ts';
import { ButtonLink } from '../../components/button/button-link.tsx';
import { Page } from '../../components/page/page.tsx';
import { Failed, Filtered, Loading, State } from '../../components/states/states.tsx';
import { late } from '../../router/late.tsx';
import { hasPage } from '../../router/routes.ts';
import { useSearchState } from '../../router/use-search.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { Arrivals } from './arrivals.tsx';
import { BulkBar } from './bulk/bulk-bar.tsx';
import { FirstOfOwn } from './first-of-own.tsx';
import { FoundTasks } from './found-tasks.tsx';
import { useSelection } from './selection.ts';
import { TaskTable } from './task-table.tsx';
import { TaskToolbar } from './task-toolbar.tsx';
import styles from './tasks.module.css';
import { isFiltered, tasksSearch } from './tasks-search.ts';
import { useTaskList } from './use-task-list.ts';

const Welcome = late(() => import('../welcome/welcome.tsx').then((module) => module.Welcome));

const NO_FILTER = { q: '', status: '', type: '', time: '', owner: '' } as const;

export default function TasksPage() {
  const { tasks: w } = useWords();
  const [search, setSearch] = useSearchState(tasksSearch);
  const list = useTaskList(search);
  const order = useMemo(() => list.rows.map(({ id }) => id), [list.rows]);
  const selection = useSelection(order);
  const writes = may(useUser(), 'write');
  const { isPending, isPlaceholderData, isFetchNextPageError, error, data } = list.query;
  const filtered = isFiltered(search);

  // The empty result of the last search, still shown while the whole list is loading, does not mean that there are no tasks.
  if (data && !isPlaceholderData && list.rows.length === 0 && !filtered && list.arrived === 0) {
    return writes ? (
      <Welcome
        soon={
          <Page title={w.title}>
            <Loading />
          </Page>
        }
      />
    ) : (
      <Page title={w.title}>
        <State icon="tasks" title={w.empty_title} text={w.empty_text} />
      </Page>
    );
  }
  return (
    <Page
      title={w.title}
      text={
        // The line is there from the start, so that nothing below it moves when the number comes.
        data ? (
          <FoundTasks list={list} onClear={filtered ? () => setSearch(NO_FILTER, 'push') : null} />
        ) : (
          '\u00a0'
        )
      }
      actions={
        writes &&
        hasPage('/tasks/new') && (
          <ButtonLink to="/tasks/new" look="primary" icon="plus">
            {w.new_task}
          </ButtonLink>
        )
      }
    >
      <TaskToolbar search={search} onSearch={setSearch} />
      {writes && !filtered && <FirstOfOwn list={list} />}
      <div className={styles.listing}>
        <Arrivals count={list.arrived} first={list.rows[0]?.id} onShow={() => void list.refresh()} />
        {isPending && <Loading lines={8} />}
        {error && !isFetchNextPageError && <Failed error={error} onRetry={() => void list.query.refetch()} />}
        {data && list.rows.length === 0 && (
          <Filtered
            text={search.status === 'failed' ? w.failed_in_part : undefined}
            onClear={() => setSearch(NO_FILTER)}
          />
        )}
        {list.rows.length > 0 && (
          <TaskTable
            list={list}
            selection={selection}
            selectable={writes}
            order={search.order}
            onOrder={(order) => setSearch({ order }, 'push')}
          />
        )}
      </div>
      {selection.ids.size > 0 && <BulkBar selection={selection} search={search} list={list} />}
    </Page>
  );
}
