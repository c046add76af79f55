import { useEffect } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { announce } from '../announce/announcements.ts';

/** What takes no longer needs no words. */
const LATE_MS = 1_500;

/** The parts of the page that are being loaded. Together they are read out once, and only when the reader has to wait for them. */
class Waits {
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  begin(words: string): () => void {
    this.#count += 1;
    if (this.#count === 1) this.#timer = setTimeout(() => announce(words), LATE_MS);
    return () => {
      this.#count -= 1;
      if (this.#count === 0) clearTimeout(this.#timer);
    };
  }
}

const waits = new Waits();

/** Says that the page is loading, as long as what uses this is shown. */
export function useSaidLoading(): void {
  const { components: w } = useWords();
  useEffect(() => waits.begin(w.loading), [w.loading]);
}
