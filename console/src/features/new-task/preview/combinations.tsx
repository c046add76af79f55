import type { TaskPreview } from '@client';
import { useDeferredValue, useRef, useState } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { HueMark } from '../../../components/hue/hue.tsx';
import { focusAfter } from '../../../components/reorder/focus-after.ts';
import { scrolls } from '../../../components/scroll/scrolls.ts';
import { useFormats } from '../../../formats/use-formats.ts';
import { saidName, saidValue } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import { filledParts, namesIn } from '../matrix/prompt-parts.ts';
import type { NamedList } from '../schema/values.ts';
import styles from './preview-panel.module.css';

const SHOWN_FIRST = 6;

interface Props {
  preview: TaskPreview;
  /** The number that the panel shows; the answer of the server may be older. */
  count: number;
  prompt: string;
  variables: readonly NamedList[];
}

/** Lists the first items with their prompts. */
export function Combinations({ preview, count, prompt, variables }: Props) {
  const { new_task: w } = useWords();
  const formats = useFormats();
  const [all, setAll] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  // The button disappears, so the focus moves to the first new entry.
  const showAll = () => {
    setAll(true);
    focusAfter(() => list.current?.querySelector<HTMLElement>(`li:nth-child(${SHOWN_FIRST + 1})`));
  };
  const labels = useDeferredValue(preview.labels).slice(0, count);
  if (labels.length === 0 || (labels.length === 1 && !labels[0])) return null;
  const shown = labels.slice(0, all ? labels.length : SHOWN_FIRST);
  const rest = count - shown.length;
  return (
    <div className={styles.combinations} {...scrolls(w.preview)}>
      <ol ref={list} className={styles.list}>
        {shown.map((label) => (
          <Combination
            key={Object.values(label ?? {}).join('\n')}
            label={(label ?? {}) as Record<string, string>}
            prompt={prompt}
            variables={variables}
          />
        ))}
      </ol>
      {rest > 0 && (
        <p className={styles.rest}>
          {w.and_more(formats.number(rest))}
          {!all && labels.length > SHOWN_FIRST && (
            <Button size="s" look="quiet" onClick={showAll}>
              {labels.length < count ? w.show_first(labels.length) : w.show_all(count)}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}

interface CombinationProps {
  label: Record<string, string>;
  prompt: string;
  variables: readonly NamedList[];
}

function Combination({ label, prompt, variables }: CombinationProps) {
  const words = useWords();
  const { components } = words;
  const placeOf = (name: string) => variables.findIndex((one) => one.name === name);
  const standing = namesIn(prompt);
  const others = Object.entries(label).filter(([name]) => !standing.includes(name));
  return (
    <li tabIndex={-1} className={styles.combination}>
      {filledParts(prompt, label).map(({ text, name }, at) =>
        name === null ? (
          text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the text
          <HueMark key={at} place={placeOf(name)}>
            {text || components.none}
          </HueMark>
        ),
      )}
      {others.map(([name, value]) => (
        <span key={name}>
          {' '}
          <HueMark
            place={placeOf(name)}
          >{`${saidName(words, name)} ${saidValue(words, name, value)}`}</HueMark>
        </span>
      ))}
    </li>
  );
}
