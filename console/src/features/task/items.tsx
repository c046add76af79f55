import type { Item } from '@client';
import { StatusBadge } from '../../components/badge/badge.tsx';
import { Button } from '../../components/button/button.tsx';
import { Failed, Loading } from '../../components/states/states.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useLanguage, useWords } from '../../words/words-context.tsx';
import styles from './task.module.css';
import { useItems } from './use-task.ts';

export function Items({ id, revision }: { id: string; revision: number }) {
  const { task: w } = useWords();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useItems(id, revision);
  if (!data) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={3} />;
  return (
    <>
      <ul className={styles.items}>
        {data.pages
          .flatMap((page) => page.items)
          .map((item) => (
            <ItemCard key={item.index} item={item} />
          ))}
      </ul>
      {hasNextPage && (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {w.more}
        </Button>
      )}
    </>
  );
}

function ItemCard({ item }: { item: Item }) {
  const { task: w } = useWords();
  const formats = useFormats();
  const language = useLanguage();
  const { index, status, error, files } = item;
  const values = Object.values((item.label ?? {}) as Record<string, string>);
  const label = values.length > 0 ? values.join(language === 'zh' ? '，' : ', ') : w.item(index);
  const picture = files.find(({ content_type }) => content_type.startsWith('image/'));
  return (
    <li className={styles.item} data-item={index}>
      {picture ? (
        <img
          className={styles.picture}
          src={picture.url}
          alt={w.picture_of(label)}
          width={picture.width ?? undefined}
          height={picture.height ?? undefined}
          loading="lazy"
        />
      ) : (
        <span className={styles.blank}>{status === 'processing' ? formats.percent(item.progress) : ''}</span>
      )}
      <span className={styles.label}>{label}</span>
      {status !== 'completed' && <StatusBadge status={status} />}
      {error && <span className={styles.error}>{error.message}</span>}
      {files
        .filter((file) => file !== picture)
        .map((file) => (
          <a key={file.name} href={file.url} download>
            {file.name} {formats.bytes(file.bytes)}
          </a>
        ))}
    </li>
  );
}
