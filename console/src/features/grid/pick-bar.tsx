import type { Item } from '@client';
import type { Ref } from 'react';
import { announce } from '../../components/announce/announcements.ts';
import { Status } from '../../components/announce/status.tsx';
import { Button } from '../../components/button/button.tsx';
import { IconButton } from '../../components/button/icon-button.tsx';
import { focusAfter } from '../../components/reorder/focus-after.ts';
import { useWords } from '../../words/words-context.tsx';
import { canCompare } from './data/can-compare.ts';
import { pictureOf } from './data/item-words.ts';
import { useSave } from './data/use-save.ts';
import styles from './grid.module.css';

interface Props {
  ref: Ref<HTMLElement>;
  id: string;
  /** Those picked; one that is not loaded yet is undefined. */
  items: readonly (Item | undefined)[];
  onCompare(): void;
  onRetry: ((items: number[]) => void) | null;
  onClear(): void;
}

/** What can be done with the cells that are picked. */
export function PickBar({ ref, id, items, onCompare, onRetry, onClear }: Props) {
  const { grid: w } = useWords();
  const saving = useSave(id);
  const loaded = items.filter((item) => item !== undefined);
  const failed = loaded.filter(({ status }) => status === 'failed' || status === 'cancelled');
  const fits = canCompare(items);
  const toGrid = () => focusAfter(() => document.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]'));
  const clear = () => {
    onClear();
    announce(w.cleared);
    toGrid();
  };
  return (
    <section
      ref={ref}
      data-foot
      data-pick-bar
      className={styles.pickBar}
      aria-label={w.picked(items.length)}
      onKeyDown={(event) => event.key === 'Escape' && clear()}
    >
      <Status className={styles.picked}>{w.picked(items.length)}</Status>
      {(fits || loaded.some(pictureOf)) && (
        <Button
          size="s"
          look={fits ? 'primary' : 'secondary'}
          icon="eye"
          unavailable={fits ? null : w.compare_hint}
          onClick={onCompare}
        >
          {w.compare}
        </Button>
      )}
      {!fits && loaded.some(pictureOf) && <span className={styles.hint}>{w.compare_hint}</span>}
      {loaded.some(({ files }) => files.length > 0) && (
        <Button folds size="s" icon="download" busy={saving.isPending} onClick={() => saving.mutate(loaded)}>
          {w.download}
        </Button>
      )}
      {onRetry && failed.length > 0 && (
        <Button
          folds
          size="s"
          icon="retry"
          onClick={() => {
            onRetry(failed.map(({ index }) => index));
            // The button goes away with the failures.
            toGrid();
          }}
        >
          {w.retry}
        </Button>
      )}
      <IconButton icon="close" label={w.clear} onClick={clear} />
    </section>
  );
}
