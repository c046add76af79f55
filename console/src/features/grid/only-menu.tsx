import type { TaskDetail } from '@client';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { Menu, MenuItem } from '../../components/menu/menu.tsx';
import { focusAfter } from '../../components/reorder/focus-after.ts';
import { faultOf } from '../../components/states/fault-of.ts';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { looksOf, MOST_LOOKED_AT } from './data/looks.ts';
import styles from './grid.module.css';
import { showingDifferent } from './view/different.ts';
import type { Variable } from './view/matrix.ts';
import { showingOnly } from './view/only.ts';
import type { View } from './view/view.ts';

/** Maximum number of failed cells that are considered. */
const MOST_FAILED = 1_000;

interface Props {
  task: TaskDetail;
  variables: readonly Variable[];
  show: View['show'];
  onShow(show: View['show']): void;
}

/** Hides values without failed cells, or values that change no picture, and shows all values again. */
export function OnlyMenu({ task, variables, show, onShow }: Props) {
  const { grid: w } = useWords();
  const formats = useFormats();
  const place = useRef<HTMLSpanElement>(null);
  const { id, total_items, failed_items } = task;
  // One of the two buttons replaces the other and takes over its focus.
  const change = (next: View['show']) => {
    onShow(next);
    focusAfter(() => place.current?.querySelector('button'));
  };
  const onError = (error: unknown) => notifyFailure(faultOf(error).message);
  const failed = useMutation({
    mutationFn: async () => {
      const found: number[] = [];
      for await (const { index } of api.listItems({ id, status: 'failed', page_size: 100 }))
        if (found.push(index) >= MOST_FAILED) break;
      return found;
    },
    onSuccess: (found) => change(showingOnly(variables, found)),
    onError,
  });
  const different = useMutation({
    mutationFn: () => looksOf(id, total_items),
    onSuccess: (looks) => {
      const next = showingDifferent(variables, looks);
      change(next);
      if (Object.keys(next).length === 0) notify(w.all_differ);
    },
    onError,
  });
  if (Object.keys(show).length > 0)
    return (
      <span ref={place}>
        <Button onClick={() => change({})}>{w.show_all}</Button>
      </span>
    );
  return (
    <span ref={place}>
      <Menu
        trigger={
          <Button folds icon="filter" busy={failed.isPending || different.isPending}>
            {w.only}
          </Button>
        }
      >
        <MenuItem icon="alert" disabled={failed_items === 0} onClick={() => failed.mutate()}>
          {w.only_failed}
          <span className={styles.count}>{formats.number(failed_items)}</span>
        </MenuItem>
        <MenuItem icon="swap" disabled={total_items > MOST_LOOKED_AT} onClick={() => different.mutate()}>
          {w.only_different}
        </MenuItem>
      </Menu>
    </span>
  );
}
