import type { Item } from '@client';
import { Button } from '../../../components/button/button.tsx';
import { Icon } from '../../../components/icon/icon.tsx';
import { Image } from '../../../components/image/image.tsx';
import { usePixelRatio } from '../../../components/page/use-pixel-ratio.ts';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { saidError } from '../../task/item/said-error.ts';
import { urlFor } from '../../task/picture-url.ts';
import { pictureOf } from '../data/item-words.ts';
import { shortResult } from '../data/short-result.ts';
import styles from './cell.module.css';

interface Props {
  item: Item | undefined;
  /** Long edge in pixels of the page. Absent where there is room for the whole picture. */
  edge?: number;
  small: boolean;
  onRetry: ((items: number[]) => void) | null;
  /** Called with the address of a picture that cannot be shown. */
  onBroken?(url: string): void;
}

/** What a cell shows: its picture, how far it is, or why there is none. Its words are the cell's. */
export function CellFace({ item, edge = Number.POSITIVE_INFINITY, small, onRetry, onBroken }: Props) {
  const words = useWords();
  const { grid: w } = words;
  const formats = useFormats();
  const pixels = usePixelRatio();
  if (!item) return null;
  const picture = pictureOf(item);
  if (picture)
    return (
      <Image
        className={styles.picture}
        src={urlFor(picture, edge * pixels)}
        alt=""
        decoding="async"
        draggable={false}
        onError={() => onBroken?.(picture.url)}
      />
    );
  if (item.status === 'processing')
    return (
      // A name that contained the percentage would be read out again with each change: it is drawn, and no text.
      <span
        className={styles.face}
        aria-hidden="true"
        data-percent={small ? null : formats.percent(item.progress)}
      >
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
        {/* Two words also where no layout parts them. */ ' '}
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
