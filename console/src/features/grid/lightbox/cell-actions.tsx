import type { Item } from '@client';
import { Button } from '../../../components/button/button.tsx';
import { CopyButton } from '../../../components/copy/copy-button.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { pictureOf } from '../data/item-words.ts';
import { promptOf } from '../data/prompt.ts';
import { useCopyPrompt } from '../data/use-copy-prompt.ts';
import { useSave } from '../data/use-save.ts';
import styles from './lightbox.module.css';

interface Props {
  id: string;
  item: Item;
  picked: boolean;
  onPick(index: number): void;
  onRetry: ((items: number[]) => void) | null;
}

export function CellActions({ id, item, picked, onPick, onRetry }: Props) {
  const { grid: w } = useWords();
  const saving = useSave(id);
  const copy = useCopyPrompt();
  const prompt = promptOf(item);
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
      {pictureOf(item) && (
        <Button icon={picked ? 'check' : 'plus'} aria-pressed={picked} onClick={() => onPick(index)}>
          {picked ? w.picked_one : w.pick_to_compare}
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
    </div>
  );
}
