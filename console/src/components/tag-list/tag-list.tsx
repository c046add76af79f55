import { type ClipboardEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { Icon } from '../icon/icon.tsx';
import { moved, splitList } from './split-list.ts';
import styles from './tag-list.module.css';

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
}

const asTyped = (text: string): string[] => [text];

/** A list of short values in an order: typed, pasted, moved by drag or Alt with an arrow key, removed. */
export function TagList({
  label,
  values,
  onValues,
  most = 50,
  placeholder,
  suggestions,
  read = asTyped,
  invalid,
}: Props) {
  const { components: w } = useWords();
  const [text, setText] = useState('');
  const dragged = useRef<number | null>(null);
  const id = useId();

  const add = (more: string[]) => {
    onValues([...new Set([...values, ...more.flatMap(read)])].slice(0, most));
    setText('');
  };
  const remove = (index: number) => onValues(values.filter((_, at) => at !== index));
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && text.trim()) {
      event.preventDefault();
      add([text.trim()]);
    } else if (event.key === 'Backspace' && text === '' && values.length > 0) remove(values.length - 1);
  };
  const onPaste = (event: ClipboardEvent) => {
    const list = splitList(event.clipboardData.getData('text'));
    if (list.length < 2) return;
    event.preventDefault();
    add(list);
  };
  const onTagKey = (event: KeyboardEvent, index: number) => {
    if (event.key === 'Delete' || event.key === 'Backspace') remove(index);
    if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    onValues(moved(values, index, index + (event.key === 'ArrowLeft' ? -1 : 1)));
  };

  return (
    <div>
      <ul className={styles.list} aria-label={label} data-invalid={invalid || undefined}>
        {values.map((value, index) => (
          <Tag
            key={value}
            value={value}
            onRemove={() => remove(index)}
            onKeyDown={(event) => onTagKey(event, index)}
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
            value={text}
            aria-invalid={invalid || undefined}
            placeholder={values.length === 0 ? placeholder : undefined}
            list={suggestions ? `${id}-list` : undefined}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKey}
            onPaste={onPaste}
            onBlur={() => text.trim() && add([text.trim()])}
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
