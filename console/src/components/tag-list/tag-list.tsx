import { type KeyboardEvent, useId, useRef } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { Icon } from '../icon/icon.tsx';
import { sentences } from '../states/sentence.ts';
import { moved, splitLines, splitList } from './split-list.ts';
import styles from './tag-list.module.css';
import { useTags } from './use-tags.ts';

interface Props {
  label: string;
  values: readonly string[];
  onValues(values: string[]): void;
  /** Maximum number of values. */
  most?: number;
  placeholder?: string | undefined;
  /** Values may contain commas: only Enter and line breaks end a value. */
  commas?: boolean;
  /** Values that are suggested while typing; other values are accepted as well. */
  suggestions?: readonly string[];
  /** Converts typed text into the values that it stands for. */
  read?: (text: string) => string[];
  /** Returns the name that is shown for a value. Default: the value itself. */
  say?: (value: string) => string;
  invalid?: boolean;
  /** The field takes the focus as soon as it appears. */
  autoFocus?: boolean;
}

const asItIs = (value: string): string => value;

/** An ordered list of short values. Values are typed or pasted, moved by dragging or with Alt and an arrow key, and removed. */
export function TagList({
  label,
  values,
  onValues,
  most = 50,
  placeholder,
  commas = false,
  suggestions,
  read,
  say = asItIs,
  invalid,
  autoFocus,
}: Props) {
  const { components: w } = useWords();
  const list = useRef<HTMLUListElement>(null);
  const dragged = useRef<number | null>(null);
  const tags = useTags({
    list,
    values,
    onValues,
    most,
    split: commas ? splitLines : splitList,
    say,
    ...(read && { read }),
  });
  const id = useId();

  return (
    <div className={styles.tags}>
      <ul ref={list} className={styles.list} aria-label={label} data-invalid={invalid || undefined}>
        {values.map((value, index) => (
          <Tag
            key={value}
            name={say(value) || w.none}
            movable={values.length > 1}
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
                  <option key={one} value={say(one)} />
                ))}
            </datalist>
          )}
        </li>
      </ul>
      <p id={id} className="visually-hidden">
        {sentences([
          commas ? w.lines_hint : w.tags_hint,
          values.length > 1 ? w.tag_hint : '',
          w.tags_count(values.length),
        ])}
      </p>
      {/* For sighted keyboard users; screen readers read the same text at the field. */}
      <p className={styles.keys} aria-hidden="true">
        {w.tag_hint}
      </p>
      {tags.lacking && <p className={styles.said}>{tags.lacking}</p>}
    </div>
  );
}

interface TagProps {
  name: string;
  /** There are others to move it past. */
  movable: boolean;
  onRemove(): void;
  onKeyDown(event: KeyboardEvent): void;
  onDrag(): void;
  onDrop(): void;
}

function Tag({ name, movable, onRemove, onKeyDown, onDrag, onDrop }: TagProps) {
  const { components: w } = useWords();
  return (
    <li
      className={styles.tag}
      draggable
      onDragStart={onDrag}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <span>{name}</span>
      <button
        type="button"
        className={styles.remove}
        aria-label={w.remove(name)}
        aria-description={movable ? w.tag_keys : w.tag_key}
        aria-keyshortcuts={movable ? 'Alt+ArrowLeft Alt+ArrowRight Delete' : 'Delete'}
        onClick={onRemove}
        onKeyDown={onKeyDown}
      >
        <Icon name="close" size={12} />
      </button>
    </li>
  );
}
