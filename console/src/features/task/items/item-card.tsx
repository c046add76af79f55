import type { Item } from '@client';
import { StatusBadge } from '../../../components/badge/badge.tsx';
import { Checkbox } from '../../../components/checkbox/checkbox.tsx';
import { Icon } from '../../../components/icon/icon.tsx';
import { Image } from '../../../components/image/image.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { saidError } from '../item/said-error.ts';
import { sourcesOf } from '../picture-url.ts';
import { AloneMark } from '../runs-alone.tsx';
import styles from './items.module.css';
import { pictureOf, useItemLabel, useItemState } from './use-items.ts';

export interface ItemProps {
  item: Item;
  /** Null where items cannot be selected. */
  selected: boolean | null;
  onToggle(shift: boolean): void;
  onOpen(): void;
}

/** An item as its picture, or as a placeholder until it exists. */
export function ItemCard({ item, selected, onToggle, onOpen }: ItemProps) {
  const words = useWords();
  const { task: w } = words;
  const formats = useFormats();
  const label = useItemLabel()(item);
  const state = useItemState()(item);
  const picture = pictureOf(item);
  return (
    <li className={styles.card} data-item={item.index} data-selected={selected || undefined}>
      {picture ? (
        <Image
          className={styles.picture}
          src={picture.url}
          {...sourcesOf(picture)}
          // The button below has the same name.
          alt=""
          width={picture.width ?? undefined}
          height={picture.height ?? undefined}
          loading="lazy"
        />
      ) : (
        <span className={styles.blank} data-status={item.status}>
          {item.status === 'processing' && formats.percent(item.progress)}
          {item.status === 'failed' && <Icon name="alert" size={20} />}
          {item.status === 'completed' && <Icon name="check" size={20} />}
        </span>
      )}
      <button type="button" className={styles.open} aria-description={state} onClick={onOpen}>
        {label}
      </button>
      {item.status !== 'completed' && <StatusBadge status={item.status} />}
      <AloneMark shown={item.runs_alone} />
      {item.error && item.status !== 'processing' && (
        <span className={styles.error}>{saidError(words, item.error).short}</span>
      )}
      {selected !== null && (
        <span className={styles.corner}>
          <Checkbox
            label={w.select_item(label)}
            checked={selected}
            onChecked={(_, shift) => onToggle(shift)}
          />
        </span>
      )}
    </li>
  );
}
