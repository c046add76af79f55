import type { Item } from '@client';
import { Icon } from '../../../components/icon/icon.tsx';
import { Image } from '../../../components/image/image.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { useItemLabel } from '../items/use-items.ts';
import styles from './item.module.css';

/** The files of an item: pictures are shown, and all files can be downloaded. */
export function ItemFiles({ item }: { item: Item }) {
  const { task: w } = useWords();
  const formats = useFormats();
  const label = useItemLabel()(item);
  if (item.files.length === 0) return null;
  return (
    <ul className={styles.files} aria-label={w.files}>
      {item.files.map(({ name, url, bytes, content_type, width, height }) => (
        <li key={name}>
          {content_type.startsWith('image/') && (
            <a href={url} target="_blank" rel="noreferrer" className={styles.picture}>
              <Image
                src={url}
                alt={w.picture_of(label)}
                width={width ?? undefined}
                height={height ?? undefined}
              />
            </a>
          )}
          <a href={url} download={name} className={styles.file}>
            <Icon name="download" />
            <span className={styles.name}>{name}</span>
            <span className={styles.size}>
              {width && height ? w.size(width, height) : content_type} · {formats.bytes(bytes)}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
