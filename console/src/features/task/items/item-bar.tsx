import type { Item, TaskDetail } from '@client';
import { useRef } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { IconButton } from '../../../components/button/icon-button.tsx';
import { focusAfter } from '../../../components/reorder/focus-after.ts';
import { useWords } from '../../../words/words-context.tsx';
import bar from '../../tasks/bulk/bulk.module.css';
import type { useSelection } from '../../tasks/selection.ts';
import { type ItemAction, itemFits, useItemAction } from './use-items.ts';

const ACTIONS: readonly ItemAction[] = ['retry', 'cancel'];

interface Props {
  task: TaskDetail;
  /** Of this page. */
  items: readonly Item[];
  selection: ReturnType<typeof useSelection>;
}

/** What can be done with the chosen items, and to how many of them. */
export function ItemBar({ task, items, selection }: Props) {
  const { task: w, tasks } = useWords();
  // The state of an item that was chosen on another page, as it was last seen.
  const seen = useRef(new Map<string, Item>());
  for (const item of items) seen.current.set(String(item.index), item);
  const clear = () => {
    selection.clear();
    focusAfter(() => document.querySelector<HTMLElement>('[data-item] button'));
  };
  const act = useItemAction(task.id, clear);
  const fitting = (action: ItemAction) =>
    [...selection.ids].filter((id) => {
      const item = seen.current.get(id);
      return item !== undefined && itemFits[action](item);
    });
  return (
    <section className={bar.bar} aria-label={tasks.selected(selection.ids.size)}>
      <span role="status">{tasks.selected(selection.ids.size)}</span>
      <span className={bar.actions}>
        {ACTIONS.map((action) => {
          const fit = fitting(action);
          return (
            <Button
              key={action}
              size="s"
              icon={action === 'retry' ? 'retry' : 'stop'}
              disabled={fit.length === 0}
              busy={act.isPending && act.variables.action === action}
              onClick={() => act.mutate({ action, items: fit.map(Number) })}
            >
              {action === 'retry' ? w.retry_items(fit.length) : w.cancel_items(fit.length)}
            </Button>
          );
        })}
        <IconButton icon="close" label={tasks.clear_selection} onClick={clear} />
      </span>
    </section>
  );
}
