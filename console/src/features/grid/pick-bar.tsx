import type { Item } from '@client';
import { announce } from '../../components/announce/announcements.ts';
import { Button } from '../../components/button/button.tsx';
import { IconButton } from '../../components/button/icon-button.tsx';
import { focusAfter } from '../../components/reorder/focus-after.ts';
import { useWords } from '../../words/words-context.tsx';
import { pictureOf } from './data/item-words.ts';
import { useSave } from './data/use-save.ts';
import styles from './grid.module.css';

const MOST_COMPARED = 4;

interface Props {
  id: string;
  /** Those picked; one that is not loaded yet is undefined. */
  items: readonly (Item | undefined)[];
  onCompare(): void;
  onRetry: ((items: number[]) => void) | null;
  onClear(): void;
}

/** What can be done with the cells that are picked. */
export function PickBar({ id, items, onCompare, onRetry, onClear }: Props) {
  const { grid: w } = useWords();
  const saving = useSave(id);
  const loaded = items.filter((item) => item !== undefined);
  const failed = loaded.filter(({ status }) => status === 'failed' || status === 'cancelled');
  const fits = items.length >= 2 && items.length <= MOST_COMPARED && loaded.every(pictureOf);
  const clear = () => {
    onClear();
    announce(w.cleared);
    focusAfter(() => document.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]'));
  };
  return (
    <section className={styles.pickBar} aria-label={w.picked(items.length)}>
      <span className={styles.picked} aria-live="polite">
        {w.picked(items.length)}
      </span>
      {fits && (
        <Button size="s" look="primary" icon="eye" onClick={onCompare}>
          {w.compare}
        </Button>
      )}
      {loaded.some(({ files }) => files.length > 0) && (
        <Button size="s" icon="download" busy={saving.isPending} onClick={() => saving.mutate(loaded)}>
          {w.download}
        </Button>
      )}
      {onRetry && failed.length > 0 && (
        <Button size="s" icon="retry" onClick={() => onRetry(failed.map(({ index }) => index))}>
          {w.retry}
        </Button>
      )}
      <IconButton icon="close" label={w.clear} onClick={clear} />
      {!fits && <span className={styles.pickHint}>{w.compare_hint}</span>}
    </section>
  );
}
