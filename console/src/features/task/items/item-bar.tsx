import type { Item, TaskDetail } from '@client';
import { useRef } from 'react';
import { useLocation } from 'wouter';
import { announce } from '../../../components/announce/announcements.ts';
import { Status } from '../../../components/announce/status.tsx';
import { Button } from '../../../components/button/button.tsx';
import { IconButton } from '../../../components/button/icon-button.tsx';
import { focusAfter } from '../../../components/reorder/focus-after.ts';
import { useWords } from '../../../words/words-context.tsx';
import { useSave } from '../../grid/data/use-save.ts';
import bar from '../../tasks/bulk/bulk.module.css';
import type { useSelection } from '../../tasks/selection.ts';
import { isMatrix } from '../task-tabs.ts';
import { type ItemAction, itemFits, pictureOf, useItemAction } from './use-items.ts';

const ACTIONS: readonly ItemAction[] = ['retry', 'cancel'];
/** Maximum number of pictures that can be compared. */
const MOST_COMPARED = 4;

interface Props {
  task: TaskDetail;
  /** The list has the items of one status. */
  filtered: boolean;
  /** Items of the current page. */
  items: readonly Item[];
  selection: ReturnType<typeof useSelection>;
}

/** Actions for the selected items, each with the number of items it applies to. An action that applies to none is not offered. */
export function ItemBar({ task, filtered, items, selection }: Props) {
  const { task: w, tasks, grid } = useWords();
  const [, navigate] = useLocation();
  const saving = useSave(task.id);
  // Items that were selected on other pages, in their last known state.
  const seen = useRef(new Map<string, Item>());
  for (const item of items) seen.current.set(String(item.index), item);
  const { anchor } = selection;
  const focusItem = () =>
    focusAfter(
      () =>
        document.querySelector<HTMLElement>(`[data-item="${anchor}"] button`) ??
        document.querySelector<HTMLElement>('[data-item] button'),
    );
  const clear = () => {
    selection.clear();
    focusItem();
    announce(tasks.selection_cleared);
  };
  const act = useItemAction(task.id, () => {
    selection.clear();
    // The rows of a filtered list may go away with what was done to them.
    if (filtered)
      focusAfter(() =>
        document.querySelector<HTMLElement>('[role=tabpanel] [role=radio][aria-checked=true]'),
      );
    else focusItem();
  });
  const chosen = [...selection.ids].flatMap((id) => seen.current.get(id) ?? []);
  const indexes = chosen.map(({ index }) => index);
  const compares =
    isMatrix(task) && chosen.length >= 2 && chosen.length <= MOST_COMPARED && chosen.every(pictureOf);
  return (
    <section data-foot className={bar.bar} aria-label={tasks.selected(selection.ids.size)}>
      <Status>{tasks.selected(selection.ids.size)}</Status>
      <span className={bar.actions}>
        {ACTIONS.map((action) => {
          const fit = chosen.filter(itemFits[action]).map(({ index }) => index);
          return fit.length === 0 ? null : (
            <Button
              key={action}
              size="s"
              icon={action === 'retry' ? 'retry' : 'stop'}
              busy={act.isPending && act.variables.action === action}
              onClick={() => act.mutate({ action, items: fit })}
            >
              {action === 'retry' ? w.retry_items(fit.length) : w.cancel_items(fit.length)}
            </Button>
          );
        })}
        {compares && (
          <Button
            size="s"
            icon="eye"
            onClick={() => navigate(`/tasks/${task.id}?pick=${indexes.join('.')}&compare=1`)}
          >
            {grid.compare}
          </Button>
        )}
        {chosen.some(({ files }) => files.length > 0) && (
          <Button size="s" icon="download" busy={saving.isPending} onClick={() => saving.mutate(chosen)}>
            {w.download}
          </Button>
        )}
        <IconButton icon="close" label={tasks.clear_selection} onClick={clear} />
      </span>
    </section>
  );
}
