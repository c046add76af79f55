import type { TaskDetail } from '@client';
import { Pager } from '../../../components/pager/pager.tsx';
import { Failed, Filtered, Loading } from '../../../components/states/states.tsx';
import { ItemFilter } from '../items/item-filter.tsx';
import list from '../items/items.module.css';
import { LAST_PAGE, PAGE_SIZE, useItems } from '../items/use-items.ts';
import type { TaskPageSearch } from '../task-search.ts';
import styles from './log.module.css';
import { LogRow } from './log-row.tsx';

interface Props {
  task: TaskDetail;
  search: TaskPageSearch;
  onSearch(change: Partial<TaskPageSearch>, how?: 'push' | 'replace'): void;
}

/** The items of the task, each with its log folded under it. */
export function LogItems({ task, search, onSearch }: Props) {
  const { data, error, refetch } = useItems(task.id, search);
  if (!data) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={4} />;
  return (
    <>
      <div className={list.tools}>
        <ItemFilter
          task={task}
          status={search.status}
          onStatus={(status) => onSearch({ status, page: 1, item: null }, 'push')}
        />
        <Pager
          page={search.page}
          page_size={PAGE_SIZE}
          total={data.total}
          last_page={LAST_PAGE}
          onPage={(page) => onSearch({ page, item: null }, 'push')}
        />
      </div>
      {data.items.length === 0 && <Filtered onClear={() => onSearch({ status: '', page: 1 }, 'push')} />}
      <ul className={styles.rows}>
        {data.items.map((item) => (
          <LogRow
            key={item.index}
            task_id={task.id}
            item={item}
            open={item.index === search.item}
            onOpen={(open) => onSearch({ item: open ? item.index : null })}
          />
        ))}
      </ul>
    </>
  );
}
