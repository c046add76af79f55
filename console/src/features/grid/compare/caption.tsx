import type { Item } from '@client';
import { IconButton } from '../../../components/button/icon-button.tsx';
import { saidValue } from '../../../words/said-value.ts';
import { useLanguage, useWords } from '../../../words/words-context.tsx';
import { joined } from '../data/item-words.ts';
import { promptOf } from '../data/prompt.ts';
import { useCopyPrompt } from '../data/use-copy-prompt.ts';
import styles from './compare.module.css';
import { differing, valuesOf } from './labels.ts';
import { useLabelOf } from './picture.tsx';

/** What an item is called among the others it stands beside: by what differs. */
export function useCaptionOf(items: readonly (Item | undefined)[]): (item: Item | undefined) => string {
  const words = useWords();
  const language = useLanguage();
  const labelOf = useLabelOf();
  const names = differing(items);
  return (item) =>
    names.length === 0
      ? labelOf(item)
      : joined(
          valuesOf(item, names).map(([name, value]) => saidValue(words, name, value)),
          words,
          language,
        );
}

/** Under a picture: what it is, and its prompt to take along. */
export function Caption({ item, items }: { item: Item | undefined; items: readonly (Item | undefined)[] }) {
  const { grid: w } = useWords();
  const captionOf = useCaptionOf(items);
  const copy = useCopyPrompt();
  const prompt = promptOf(item);
  return (
    <>
      <span className={styles.name}>{captionOf(item)}</span>
      {prompt && (
        <IconButton icon="copy" label={w.copy_prompt_of(captionOf(item))} onClick={() => copy(prompt)} />
      )}
    </>
  );
}
