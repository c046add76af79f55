import type { Item } from '@client';
import { Fragment } from 'react';
import { IconButton } from '../../../components/button/icon-button.tsx';
import { HueMark } from '../../../components/hue/hue.tsx';
import { saidValue } from '../../../words/said-value.ts';
import { useLanguage, useWords } from '../../../words/words-context.tsx';
import { joined } from '../data/item-words.ts';
import { promptOf } from '../data/prompt.ts';
import { useCopyPrompt } from '../data/use-copy-prompt.ts';
import styles from './compare.module.css';
import { differing, valuesOf } from './labels.ts';
import type { ModeProps } from './mode-props.ts';
import { useLabelOf } from './picture.tsx';

/** Names an item among the compared ones by the values that differ. */
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

interface Props extends Pick<ModeProps, 'items' | 'placeOf'> {
  item: Item | undefined;
}

/** Values in the colours of their variables. */
export function ValueMarks({
  values,
  placeOf,
}: Pick<ModeProps, 'placeOf'> & { values: readonly [name: string, value: string][] }) {
  const words = useWords();
  const language = useLanguage();
  return values.map(([name, value], at) => (
    <Fragment key={name}>
      {/* Separates the values for screen readers. */}
      {at > 0 && <span className="visually-hidden">{language === 'zh' ? '、' : ', '}</span>}
      <HueMark place={placeOf(name)}>{saidValue(words, name, value) || words.components.none}</HueMark>
    </Fragment>
  ));
}

/** The caption of a picture, with a button that copies its prompt. */
export function Caption({ item, items, placeOf }: Props) {
  const { grid: w } = useWords();
  const captionOf = useCaptionOf(items);
  const names = differing(items);
  const copy = useCopyPrompt();
  const prompt = promptOf(item);
  return (
    <span className={styles.named}>
      {names.length === 0 ? (
        <span className={styles.name}>{captionOf(item)}</span>
      ) : (
        <span className={styles.values}>
          <ValueMarks values={valuesOf(item, names)} placeOf={placeOf} />
        </span>
      )}
      {prompt && (
        <IconButton icon="copy" label={w.copy_prompt_of(captionOf(item))} onClick={() => copy(prompt)} />
      )}
    </span>
  );
}
