import { useEffect, useState } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { announce } from '../announce/announcements.ts';

/** Loading that takes no longer is not announced. */
const LATE_MS = 1_500;

/** Counts the parts of the page that are loading. They are announced once for all, and only if they take long. */
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

/** Announces that the page, or what these words name, is loading if the component that uses this stays mounted for long. */
export function useSaidLoading(words?: string): void {
  const { components: w } = useWords();
  const said = words ?? w.loading;
  useEffect(() => waits.begin(said), [said]);
}

/** Loading that takes no longer says nothing of itself. */
const LONG_MS = 5_000;

/** Whether the component that uses this has been mounted for long: the server is slow, or has asked to wait. */
export function useIsLong(): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  return long;
}
