import { type KeyboardEvent, useId, useRef } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { Icon } from '../icon/icon.tsx';
import { moved } from './split-list.ts';
import styles from './tag-list.module.css';
import { useTags } from './use-tags.ts';

interface Props {
  label: string;
  values: readonly string[];
  onValues(values: string[]): void;
  /** At most so many. */
  most?: number;
  placeholder?: string | undefined;
  /** Offered while typing; other values are taken too. */
  suggestions?: readonly string[];
  /** What is typed, as the values that it stands for. */
  read?: (text: string) => string[];
  invalid?: boolean;
  /** Typing begins here as soon as it is there. */
  autoFocus?: boolean;
}

/** A list of short values in an order: typed, pasted, moved by drag or Alt with an arrow key, removed. */
export function TagList({
  label,
  values,
  onValues,
  most = 50,
  placeholder,
  suggestions,
  read,
  invalid,
  autoFocus,
}: Props) {
  const { components: w } = useWords();
  const list = useRef<HTMLUListElement>(null);
  const dragged = useRef<number | null>(null);
  const tags = useTags({ list, values, onValues, most, ...(read && { read }) });
  const id = useId();

  return (
    <div>
      <ul ref={list} className={styles.list} aria-label={label} data-invalid={invalid || undefined}>
        {values.map((value, index) => (
          <Tag
            key={value}
            value={value}
            onRemove={() => tags.remove(index)}
            onKeyDown={(event) => tags.onTagKey(event, index)}
            onDrag={() => {
              dragged.current = index;
            }}
            onDrop={() => dragged.current !== null && onValues(moved(values, dragged.current, index))}
          />
        ))}
        <li className={styles.entry}>
          <input
            className={styles.input}
            aria-label={label}
            aria-describedby={id}
            value={tags.text}
            aria-invalid={invalid || undefined}
            // biome-ignore lint/a11y/noAutofocus: only where the reader has just asked for this list
            autoFocus={autoFocus}
            placeholder={values.length === 0 ? placeholder : undefined}
            list={suggestions ? `${id}-list` : undefined}
            onChange={(event) => tags.setText(event.target.value)}
            onKeyDown={tags.onKey}
            onPaste={tags.onPaste}
            onBlur={tags.addTyped}
          />
          {suggestions && (
            <datalist id={`${id}-list`}>
              {suggestions
                .filter((one) => !values.includes(one))
                .map((one) => (
                  <option key={one} value={one} />
                ))}
            </datalist>
          )}
        </li>
      </ul>
      <p id={id} className="visually-hidden">
        {w.tags_hint} {w.tags_count(values.length)}
      </p>
      <p className="visually-hidden" aria-live="polite">
        {tags.said}
      </p>
    </div>
  );
}

interface TagProps {
  value: string;
  onRemove(): void;
  onKeyDown(event: KeyboardEvent): void;
  onDrag(): void;
  onDrop(): void;
}

function Tag({ value, onRemove, onKeyDown, onDrag, onDrop }: TagProps) {
  const { components: w } = useWords();
  return (
    <li
      className={styles.tag}
      draggable
      onDragStart={onDrag}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <span>{value || w.none}</span>
      <button
        type="button"
        className={styles.remove}
        aria-label={w.remove(value || w.none)}
        aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
        onClick={onRemove}
        onKeyDown={onKeyDown}
      >
        <Icon name="close" size={12} />
      </button>
    </li>
  );
}
