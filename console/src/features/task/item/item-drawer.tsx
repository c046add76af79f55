import type { TaskDetail } from '@client';
import { StatusBadge } from '../../../components/badge/badge.tsx';
import { Button } from '../../../components/button/button.tsx';
import { IconButton } from '../../../components/button/icon-button.tsx';
import { Drawer } from '../../../components/drawer/drawer.tsx';
import { Failed, Loading } from '../../../components/states/states.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { itemFits, useItem, useItemAction, useItemLabel } from '../items/use-items.ts';
import { StatusSaid } from '../status-said.tsx';
import { useMayChange } from '../use-may-change.ts';
import styles from './item.module.css';
import { ItemDetail } from './item-detail.tsx';

interface Props {
  task: TaskDetail;
  index: number;
  /** Indexes of the listed items, in the order of the list. */
  order: readonly number[];
  onIndex(index: number): void;
  onClose(): void;
}

/** Shows one item in full beside the list, with buttons for the previous and the next one. */
export function ItemDrawer({ task, index, order, onIndex, onClose }: Props) {
  const { task: w } = useWords();
  const labelOf = useItemLabel();
  const { data: item, error, refetch } = useItem(task.id, index);
  const act = useItemAction(task.id);
  const may = useMayChange(task);
  const label = item ? labelOf(item) : w.item(index);
  const at = order.indexOf(index);
  const step = (by: number) => order[at + by];
  const move = (by: number) => {
    const next = step(by);
    if (at !== -1 && next !== undefined) onIndex(next);
  };
  const fits = (action: 'retry' | 'cancel') => may && item !== undefined && itemFits[action](item);
  const actions = (['retry', 'cancel'] as const).filter(fits).map((action) => (
    <Button
      key={action}
      icon={action === 'retry' ? 'retry' : 'stop'}
      busy={act.isPending}
      onClick={() => act.mutate({ action, items: [index] })}
    >
      {action === 'retry' ? w.retry_item : w.cancel_item}
    </Button>
  ));
  return (
    <Drawer
      onClose={onClose}
      title={label}
      focusNext={() => document.querySelector<HTMLElement>(`[data-item="${index}"] button`)}
      beside={
        item && (
          <span className={styles.beside}>
            <StatusBadge status={item.status} />
            {item.label && <span className={styles.nth}>{w.item(index)}</span>}
          </span>
        )
      }
      tools={
        order.length > 1 && (
          <>
            <IconButton
              icon="chevron_left"
              label={w.previous_item}
              disabled={at < 1}
              onClick={() => move(-1)}
            />
            <IconButton
              icon="chevron_right"
              label={w.next_item}
              disabled={at === -1 || at === order.length - 1}
              onClick={() => move(1)}
            />
          </>
        )
      }
      actions={actions.length > 0 && actions}
    >
      {item && (
        <StatusSaid key={index} name={label} status={item.status} failed={0} ended={item.finished_at} />
      )}
      {item ? (
        <ItemDetail task={task} item={item} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Drawer>
  );
}
