import { useEffect, useRef } from 'react';
import { announce } from '../../components/announce/announcements.ts';
import { Button } from '../../components/button/button.tsx';
import { useWords } from '../../words/words-context.tsx';
import { focusRow } from './focus-row.ts';
import styles from './tasks.module.css';

/** Screen readers hear of a stream of new tasks no more often than this. */
const SAID_EVERY_MS = 3_000;

interface Props {
  count: number;
  /** The id of the first row. */
  first: string | undefined;
  onShow(): void;
}

/** Says what the button says: at once when there are new ones again, and no more often than that while they become more. */
function useSaidArrivals(count: number): void {
  const { tasks: w } = useWords();
  const said = useRef({ count: 0, at: Number.NEGATIVE_INFINITY });
  useEffect(() => {
    if (count === 0) said.current = { count, at: Number.NEGATIVE_INFINITY };
    if (count === said.current.count) return;
    const wait = Math.max(0, said.current.at + SAID_EVERY_MS - performance.now());
    const timer = setTimeout(() => {
      said.current = { count, at: performance.now() };
      announce(w.arrived(count), 'arrivals');
    }, wait);
    return () => clearTimeout(timer);
  }, [count, w]);
}

/** Offers to show newer tasks, because rows never move by themselves. */
export function Arrivals({ count, first, onShow }: Props) {
  const { tasks: w } = useWords();
  useSaidArrivals(count);
  const asked = useRef(false);
  // The button disappears, so the focus moves to the rows: to the new ones as soon as they are there.
  const show = () => {
    asked.current = true;
    scrollTo({ top: 0 });
    focusRow();
    onShow();
  };
  useEffect(() => {
    if (asked.current && first !== undefined) focusRow();
    asked.current = false;
  }, [first]);
  if (count === 0) return null;
  return (
    <div className={styles.arrivals}>
      <Button size="s" icon="retry" onClick={show}>
        {w.arrived(count)}
      </Button>
    </div>
  );
}
