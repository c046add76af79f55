import type { TaskDetail } from '@client';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { Menu, MenuItem, MenuRemark } from '../../components/menu/menu.tsx';
import { focusAfter } from '../../components/reorder/focus-after.ts';
import { faultOf } from '../../components/states/fault-of.ts';
import { notifyFailure } from '../../components/toast/toast.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { useDifferent } from './data/use-different.ts';
import styles from './grid.module.css';
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
  const { id, failed_items } = task;
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
  const different = useDifferent(task, variables, change);
  if (Object.keys(show).length > 0)
    return (
      <span ref={place}>
        <Button onClick={() => change({})}>{w.show_all}</Button>
      </span>
    );
  return (
    <span ref={place}>
      <Menu
        onOpen={(open) => open && different.lookAhead()}
        trigger={
          <Button folds icon="filter" busy={failed.isPending || different.busy}>
            {w.only}
          </Button>
        }
      >
        <MenuItem icon="alert" disabled={failed_items === 0} onClick={() => failed.mutate()}>
          {w.only_failed}
          <span className={styles.count}>{formats.number(failed_items)}</span>
        </MenuItem>
        <MenuRemark text={different.unavailable}>
          <MenuItem icon="swap" disabled={different.unavailable !== null} onClick={different.hide}>
            {w.only_different}
          </MenuItem>
        </MenuRemark>
      </Menu>
    </span>
  );
}
