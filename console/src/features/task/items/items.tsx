import type { TaskDetail } from '@client';
import { type CSSProperties, useMemo } from 'react';
import { Pager } from '../../../components/pager/pager.tsx';
import { Failed, Filtered, Loading } from '../../../components/states/states.tsx';
import { late } from '../../../router/late.tsx';
import { useSearchState } from '../../../router/use-search.ts';
import { shapeOf } from '../../grid/view/shape.ts';
import { useSelection } from '../../tasks/selection.ts';
import { taskSearch } from '../task-search.ts';
import { tabsOf } from '../task-tabs.ts';
import { useMayChange } from '../use-may-change.ts';
import { useLiveItems } from '../use-task.ts';
import { ItemBar } from './item-bar.tsx';
import { ItemCard } from './item-card.tsx';
import { ItemFilter } from './item-filter.tsx';
import { ItemRow } from './item-row.tsx';
import styles from './items.module.css';
import { LAST_PAGE, PAGE_SIZE, pictureOf, useItems } from './use-items.ts';

const ItemDrawer = late(() => import('../item/item-drawer.tsx').then((module) => module.ItemDrawer));

/** The items of a task in pages, filtered by status. Selected items can be retried or cancelled; one can be open beside the list. */
export function Items({ task }: { task: TaskDetail }) {
  const codec = useMemo(() => taskSearch(tabsOf(task)), [task]);
  const [search, setSearch] = useSearchState(codec);
  useLiveItems(task);
  const { data, error, refetch } = useItems(task.id, search);
  const items = useMemo(() => data?.items ?? [], [data]);
  const order = useMemo(() => items.map(({ index }) => String(index)), [items]);
  const selection = useSelection(order);
  const changes = useMayChange(task) && task.total_items > 1;
  const show = (item: number | null) => setSearch({ item }, 'push');
  if (!data) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={4} />;
  const Shown = task.type === 'image' || items.some(pictureOf) ? ItemCard : ItemRow;
  return (
    <>
      <div className={styles.tools}>
        {task.total_items > 1 && (
          <ItemFilter
            task={task}
            status={search.status}
            onStatus={(status) => setSearch({ status, page: 1 }, 'push')}
          />
        )}
        <Pager
          page={search.page}
          page_size={PAGE_SIZE}
          total={data.total}
          last_page={LAST_PAGE}
          onPage={(page) => setSearch({ page }, 'push')}
        />
      </div>
      {items.length === 0 && <Filtered onClear={() => setSearch({ status: '', page: 1 }, 'push')} />}
      <ul
        className={Shown === ItemCard ? styles.cards : styles.rows}
        style={{ '--picture-ratio': 1 / shapeOf(task.params).ratio } as CSSProperties}
      >
        {items.map((item) => (
          <Shown
            key={item.index}
            item={item}
            selected={changes ? selection.ids.has(String(item.index)) : null}
            onToggle={(shift) => selection.toggle(String(item.index), shift)}
            onOpen={() => show(item.index)}
          />
        ))}
      </ul>
      {changes && selection.ids.size > 0 && (
        <ItemBar task={task} filtered={search.status !== ''} items={items} selection={selection} />
      )}
      {search.item !== null && search.item < task.total_items && (
        <ItemDrawer
          task={task}
          index={search.item}
          order={items.map(({ index }) => index)}
          onIndex={(item) => setSearch({ item })}
          onClose={() => show(null)}
        />
      )}
    </>
  );
}
