import { type ClipboardEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { announce } from '../announce/announcements.ts';
import { isComposing } from '../keys/is-composing.ts';
import { focusAfter } from '../reorder/focus-after.ts';
import { sayAdded } from './say-added.ts';
import { moved, withMore } from './split-list.ts';

interface Options {
  list: RefObject<HTMLElement | null>;
  values: readonly string[];
  onValues(values: string[]): void;
  most: number;
  /** Splits typed or pasted text into values. */
  split(text: string): string[];
  read?: (text: string) => string[];
  /** Returns the name that is shown for a value. */
  say(value: string): string;
}

const asTyped = (text: string): string[] => [text];

/** State and keys of a tag list: the text being typed, the changes, and what is read out after each of them. */
export function useTags({ list, values, onValues, most, split, read = asTyped, say }: Options) {
  const { components: w } = useWords();
  const [text, setText] = useState('');
  /** What was left out, which is shown as well as read out. */
  const [lacking, setLacking] = useState('');
  const called = (value: string) => say(value) || w.none;
  const nameOf = (index: number) => called(values[index] ?? '');

  const add = (more: string[]) => {
    const change = withMore(values, more.flatMap(read), most);
    setText('');
    if (change.added.length + change.twice.length + change.left_out === 0) return;
    onValues(change.next);
    const said = sayAdded(w, change, most, called);
    announce(said);
    setLacking(change.twice.length + change.left_out > 0 ? said : '');
  };
  const addTyped = () => {
    add(split(text));
  };
  const drop = (index: number) => {
    onValues(values.filter((_, at) => at !== index));
    announce(w.removed(nameOf(index)));
    setLacking('');
  };
  /** Removes a value. The focus moves to the next value, or to the text field. */
  const remove = (index: number) => {
    drop(index);
    focusAfter(() => list.current?.querySelectorAll<HTMLElement>('button, input')[index]);
  };
  const move = (from: number, to: number, button: HTMLElement) => {
    if (to < 0 || to >= values.length) return;
    onValues(moved(values, from, to));
    announce(w.moved(nameOf(from), to + 1, values.length));
    setLacking('');
    focusAfter(() => button);
  };
  return {
    text,
    setText,
    lacking,
    addTyped,
    remove,
    onKey(event: KeyboardEvent) {
      if (isComposing(event.nativeEvent)) return;
      if (event.key === 'Enter') {
        // Enter must not reach the form: with nothing typed, it would submit a half-written form.
        event.preventDefault();
        addTyped();
      } else if (event.key === 'Backspace' && text === '' && values.length > 0) drop(values.length - 1);
    },
    onPaste(event: ClipboardEvent) {
      const pasted = split(event.clipboardData.getData('text'));
      if (pasted.length < 2) return;
      event.preventDefault();
      add(pasted);
    },
    onTagKey(event: KeyboardEvent, index: number) {
      if (event.key === 'Delete' || event.key === 'Backspace') remove(index);
      if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
      event.preventDefault();
      move(index, index + (event.key === 'ArrowLeft' ? -1 : 1), event.currentTarget as HTMLElement);
    },
  };
}
