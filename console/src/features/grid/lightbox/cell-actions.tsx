import type { Item } from '@client';
import { Button } from '../../../components/button/button.tsx';
import { CopyButton } from '../../../components/copy/copy-button.tsx';
import { useWords } from '../../../words/words-context.tsx';
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
  const { index, label, status, result, files } = item;
  return (
    <div className={styles.actions}>
      {onRetry && (status === 'failed' || status === 'cancelled') && (
        <Button look="primary" icon="retry" onClick={() => onRetry([index])}>
          {w.retry}
        </Button>
      )}
      {files.length > 0 && (
        <Button icon="download" busy={saving.isPending} onClick={() => saving.mutate([item])}>
          {w.download}
        </Button>
      )}
      <Button icon={picked ? 'check' : 'plus'} aria-pressed={picked} onClick={() => onPick(index)}>
        {picked ? w.picked_one : w.pick_one}
      </Button>
      <CopyButton
        text={JSON.stringify({ index, ...(label as object | null), ...(result as object | null) }, null, 2)}
      />
    </div>
  );
}
