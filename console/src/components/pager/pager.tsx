import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { IconButton } from '../button/icon-button.tsx';
import styles from './pager.module.css';

interface Props {
  /** Page number, from 1. */
  page: number;
  page_size: number;
  total: number;
  /** The highest page number that can be requested. */
  last_page?: number;
  onPage(page: number): void;
}

/** Says which part of a list is shown and leads to the next part. Renders nothing if the list fits on one page. */
export function Pager({ page, page_size, total, last_page = Number.POSITIVE_INFINITY, onPage }: Props) {
  const { components: w } = useWords();
  const formats = useFormats();
  if (total <= page_size && page === 1) return null;
  const first = (page - 1) * page_size + 1;
  const last = Math.min(total, page * page_size);
  return (
    <nav className={styles.pager} aria-label={w.pages}>
      <IconButton
        icon="chevron_left"
        label={w.previous_page}
        disabled={page === 1}
        onClick={() => onPage(page - 1)}
      />
      <span aria-live="polite">
        {w.range(formats.number(first), formats.number(last), formats.number(total))}
      </span>
      <IconButton
        icon="chevron_right"
        label={w.next_page}
        disabled={last >= total || page >= last_page}
        onClick={() => onPage(page + 1)}
      />
    </nav>
  );
}
