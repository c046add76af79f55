import type { Item } from '@client';
import { announce } from '../../../components/announce/announcements.ts';
import { Button } from '../../../components/button/button.tsx';
import { CopyButton } from '../../../components/copy/copy-button.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { canCompare } from '../data/can-compare.ts';
import { pictureOf } from '../data/item-words.ts';
import { promptOf } from '../data/prompt.ts';
import { useCopyPrompt } from '../data/use-copy-prompt.ts';
import { useSave } from '../data/use-save.ts';
import styles from './lightbox.module.css';

interface Props {
  id: string;
  item: Item;
  /** Those that are selected; one that is not loaded yet is undefined. */
  picked: readonly (Item | undefined)[];
  isPicked: boolean;
  onPick(index: number): void;
  onCompare(): void;
  onRetry: ((items: number[]) => void) | null;
}

export function CellActions({ id, item, picked, isPicked, onPick, onCompare, onRetry }: Props) {
  const { grid: w } = useWords();
  const saving = useSave(id);
  const copy = useCopyPrompt();
  const prompt = promptOf(item);
  const fits = canCompare(picked);
  // The bar that says so is behind the dialog.
  const pick = () => {
    onPick(item.index);
    announce(w.picked(picked.length + (isPicked ? -1 : 1)), 'picked');
  };
  const { index, label, status, result, files } = item;
  return (
    <div className={styles.actions}>
      {onRetry && status === 'cancelled' && (
        <Button look="primary" icon="retry" onClick={() => onRetry([index])}>
          {w.retry}
        </Button>
      )}
      {files.length > 0 && (
        <Button icon="download" busy={saving.isPending} onClick={() => saving.mutate([item])}>
          {w.download}
        </Button>
      )}
      {prompt && (
        <Button icon="copy" onClick={() => copy(prompt)}>
          {w.copy_prompt}
        </Button>
      )}
      <CopyButton
        label={w.copy_all}
        text={JSON.stringify({ index, ...(label as object | null), ...(result as object | null) }, null, 2)}
      />
      {pictureOf(item) && (
        <Button className={styles.whole} icon={isPicked ? 'minus' : 'plus'} onClick={pick}>
          {isPicked ? w.unpick_to_compare : w.pick_to_compare}
        </Button>
      )}
      {picked.length > 0 && (
        <Button
          icon="eye"
          look={fits ? 'primary' : 'secondary'}
          unavailable={fits ? null : w.compare_hint}
          onClick={onCompare}
        >
          {w.compare}
        </Button>
      )}
    </div>
  );
}
