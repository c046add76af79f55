import type { Item } from '@client';
import { Button } from '../../../components/button/button.tsx';
import { Icon } from '../../../components/icon/icon.tsx';
import { Image } from '../../../components/image/image.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { saidError } from '../../task/item/said-error.ts';
import { urlFor } from '../../task/picture-url.ts';
import { pictureOf } from '../data/item-words.ts';
import { shortResult } from '../data/short-result.ts';
import styles from './cell.module.css';

interface Props {
  item: Item | undefined;
  /** Long edge in pixels. Absent where there is room for the whole picture. */
  edge?: number;
  small: boolean;
  onRetry: ((items: number[]) => void) | null;
}

/** What a cell shows: its picture, how far it is, or why there is none. Its words are the cell's. */
export function CellFace({ item, edge = Number.POSITIVE_INFINITY, small, onRetry }: Props) {
  const words = useWords();
  const { grid: w } = words;
  const formats = useFormats();
  if (!item) return null;
  const picture = pictureOf(item);
  if (picture) {
    const src = urlFor(picture, edge);
    return <Image className={styles.picture} src={src} alt="" decoding="async" draggable={false} />;
  }
  if (item.status === 'processing')
    return (
      <span className={styles.face} aria-hidden="true">
        {!small && formats.percent(item.progress)}
        <span className={styles.meter}>
          <span style={{ width: `${item.progress}%` }} />
        </span>
      </span>
    );
  if (item.status === 'failed')
    return (
      <span className={styles.face}>
        <Icon name="alert" />
        {!small && <span className={styles.why}>{item.error && saidError(words, item.error).short}</span>}
        {!small && onRetry && (
          <Button
            size="s"
            tabIndex={-1}
            onClick={(event) => {
              event.stopPropagation();
              onRetry([item.index]);
            }}
          >
            {w.retry}
          </Button>
        )}
      </span>
    );
  if (item.status === 'completed')
    return (
      <span className={styles.face}>
        <Icon name="check" />
        {!small && item.result !== null && <code className={styles.result}>{shortResult(item)}</code>}
      </span>
    );
  return (
    <span className={styles.face}>
      <Icon name={item.status === 'cancelled' ? 'minus' : 'clock'} />
    </span>
  );
}
