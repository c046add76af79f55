import type { Item } from '@client';
import { Button } from '../../../components/button/button.tsx';
import { Icon } from '../../../components/icon/icon.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { pictureOf } from '../data/item-words.ts';
import styles from './cell.module.css';

interface Props {
  item: Item | undefined;
  small: boolean;
  onRetry: ((items: number[]) => void) | null;
}

/** What a cell shows: its picture, how far it is, or why there is none. Its words are the cell's. */
export function CellFace({ item, small, onRetry }: Props) {
  const { grid: w } = useWords();
  const formats = useFormats();
  if (!item) return null;
  const picture = pictureOf(item);
  if (picture)
    return <img className={styles.picture} src={picture.url} alt="" decoding="async" draggable={false} />;
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
        {!small && <span className={styles.why}>{item.error?.message}</span>}
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
        {!small && item.result !== null && <code className={styles.result}>{shortText(item)}</code>}
      </span>
    );
  return <span className={styles.face}>{item.status === 'cancelled' && <Icon name="minus" />}</span>;
}

const SHOWN = 80;

/** A result in few words; what the labels say of it is left out. */
function shortText({ result, label }: Item): string {
  const text = typeof result === 'string' ? result : (factsOf(result, label) ?? JSON.stringify(result));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function factsOf(result: unknown, label: Item['label']): string | null {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return null;
  const facts = Object.entries(result).filter(([name, value]) => label?.[name] !== value);
  if (facts.some(([, value]) => typeof value === 'object')) return null;
  return facts.map(([name, value]) => `${name} ${value}`).join('\n');
}
