import type { Item } from '@client';
import { Image } from '../../../components/image/image.tsx';
import { saidValue } from '../../../words/said-value.ts';
import { useLanguage, useWords } from '../../../words/words-context.tsx';
import { joined, pictureOf } from '../data/item-words.ts';
import styles from './compare.module.css';
import type { Zoom } from './zoom.ts';

/** Returns the values of an item as one text. */
export function useLabelOf(): (item: Item | undefined) => string {
  const words = useWords();
  const language = useLanguage();
  return (item) =>
    joined(
      Object.entries(item?.label ?? {}).map(([name, value]) => saidValue(words, name, value)),
      words,
      language,
    ) || words.task.item(item?.index ?? 0);
}

interface Props {
  item: Item | undefined;
  zoom: Zoom;
  /** Called with the address of a picture that cannot be shown. */
  onBroken?(url: string): void;
}

/** Shows the picture of an item at the current zoom. */
export function Picture({ item, zoom, onBroken }: Props) {
  const { task: w } = useWords();
  const labelOf = useLabelOf();
  const picture = pictureOf(item);
  if (!picture) return null;
  return (
    <Image
      className={styles.picture}
      src={picture.url}
      alt={w.picture_of(labelOf(item))}
      draggable={false}
      onError={() => onBroken?.(picture.url)}
      style={{
        transform: `translate(${zoom.x * 100}cqw, ${zoom.y * 100}cqh) scale(${zoom.scale})`,
      }}
    />
  );
}
