import type { Task } from '@client';
import { useRef, useState } from 'react';
import { announce } from '../../../components/announce/announcements.ts';
import { Status } from '../../../components/announce/status.tsx';
import { Button } from '../../../components/button/button.tsx';
import { firstUsable } from '../../../components/button/first-usable.ts';
import { IconButton } from '../../../components/button/icon-button.tsx';
import { focusAfter } from '../../../components/reorder/focus-after.ts';
import { live } from '../../../live/live.ts';
import { late } from '../../../router/late.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { focusRow, focusRowIfLost } from '../focus-row.ts';
import { nearest, type useSelection } from '../selection.ts';
import type { TaskSearch } from '../tasks-search.ts';
import type { useTaskList } from '../use-task-list.ts';
import styles from './bulk.module.css';
import { ACTIONS, type Action, type Target } from './bulk-action.ts';
import { useUnfit } from './use-unfit.ts';

const BulkDialog = late(() => import('./bulk-dialog.tsx').then((module) => module.BulkDialog));

interface Props {
  selection: ReturnType<typeof useSelection>;
  search: TaskSearch;
  list: ReturnType<typeof useTaskList>;
}

/** Actions for the selected tasks. The set is frozen when the dialog opens, so that exactly the tasks shown there are changed. */
export function BulkBar({ selection, search, list }: Props) {
  const { tasks: w } = useWords();
  const [asked, setAsked] = useState<{ action: Action; target: Target } | null>(null);
  const bar = useRef<HTMLElement>(null);
  const everything = selection.matching;
  const matching = selection.loaded && !everything && list.query.hasNextPage;
  const unfit = useUnfit(selection.ids);
  const clear = () => {
    focusRow(selection.anchor);
    selection.clear();
    announce(w.selection_cleared);
  };
  // This button disappears, so the focus moves to the first action.
  const selectMatching = () => {
    selection.selectMatching();
    focusAfter(() => firstUsable(bar.current));
  };
  const ask = (action: Action) => {
    const tasks = [...selection.ids]
      .map((id) => live.tasks.get(id))
      .filter((task): task is Task => task !== undefined);
    const target: Target = everything
      ? { search, expected: list.total, capped: list.capped }
      : { ids: [...selection.ids], tasks };
    setAsked({ action, target });
  };
  return (
    <section ref={bar} data-bulk-bar className={styles.bar} aria-label={w.selected(selection.ids.size)}>
      <Status>
        {everything ? w.all_selected(list.total, list.capped) : w.selected(selection.ids.size)}
        <span className="visually-hidden">
          {matching ? w.bar_key_matching(list.total, list.capped) : w.bar_key}
        </span>
      </Status>
      {matching && (
        <Button size="s" look="quiet" className={styles.link} onClick={selectMatching}>
          {w.select_all_matching(list.total, list.capped)}
        </Button>
      )}
      <span className={styles.actions}>
        {ACTIONS.map((action) => (
          <Button
            key={action}
            size="s"
            look={action === 'delete' ? 'danger' : 'secondary'}
            unavailable={everything ? null : unfit[action]}
            onClick={() => ask(action)}
          >
            {w[action]}
          </Button>
        ))}
        <IconButton icon="close" label={w.clear_selection} onClick={clear} />
      </span>
      {asked && (
        <BulkDialog
          {...asked}
          onClose={() => setAsked(null)}
          onDone={() => {
            const near = nearest(
              list.rows.map(({ id }) => id),
              selection,
            );
            selection.clear();
            // The row may have been deleted, so wait for the new list.
            void list.refresh().then(() => focusRowIfLost(near));
          }}
        />
      )}
    </section>
  );
}
